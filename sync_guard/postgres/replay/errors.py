"""What PostgreSQL would refuse, in its words and with its SQLSTATEs.

One small constructor a refusal. The words are those of PostgreSQL 15's source (``ereport`` calls),
so that a user who pushes the same file reads the same sentence.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sync_guard.catalog import Name
from sync_guard.catalog import Origin


class Problem(NamedTuple):
    """A statement that PostgreSQL would refuse. ``object`` is the missing or doubled thing: a
    schema is ``Name(schema, '')``. ``origins`` are all the places that fail for this same reason,
    ``origin`` the first."""

    sqlstate: str
    message: str
    origin: Origin
    object: Name | None = None
    hint: str | None = None
    origins: tuple[Origin, ...] = ()


class Refused(Exception):
    """Raised where PostgreSQL would raise; replay catches it, as do EXCEPTION handlers.

    ``missing`` says what kind of thing is missing and could be assumed to be there (``relation``,
    ``type``, ``schema``, ``function``), '' otherwise. ``candidates`` are the names a typing error
    may have meant.
    """

    def __init__(
            self,
            sqlstate: str,
            message: str,
            object: Name | None = None,
            *,
            missing: str = '',
            candidates: Iterable[str] = (),
            hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate
        self.message = message
        self.object = object
        self.missing = missing
        self.candidates = candidates
        self.hint = hint


def suggestion(wanted: str, candidates: Iterable[str]) -> str | None:
    """A hint in the manner of PostgreSQL's own for columns, where one name is close."""
    import difflib  # 5 ms, for messages only
    close = difflib.get_close_matches(wanted, [c for c in candidates if c != wanted], 1, 0.75)
    return f'Perhaps you meant "{close[0]}".' if close else None


def schema_missing(schema: str) -> Refused:
    return Refused(
        '3F000', f'schema "{schema}" does not exist', Name(schema, ''), missing='schema',
    )


def schema_exists(schema: str) -> Refused:
    return Refused('42P06', f'schema "{schema}" already exists', Name(schema, ''))


def no_schema() -> Refused:
    return Refused('3F000', 'no schema has been selected to create in')


def relation_missing(written: str, name: Name, candidates: Iterable[str]) -> Refused:
    return Refused(
        '42P01', f'relation "{written}" does not exist', name,
        missing='relation', candidates=candidates,
    )


def object_missing(kind: str, written: str, name: Name, candidates: Iterable[str] = ()) -> Refused:
    """For DROP and its like, which name the kind: relations are 42P01, all else is 42704."""
    relations = ('table', 'view', 'materialized view', 'foreign table', 'sequence')
    sqlstate = '42P01' if kind in relations else '42704'
    kind = 'type' if kind == 'domain' else kind
    return Refused(sqlstate, f'{kind} "{written}" does not exist', name, candidates=candidates)


def relation_exists(name: Name) -> Refused:
    return Refused('42P07', f'relation "{name.name}" already exists', name)


def wrong_kind(name: Name, kind: str) -> Refused:
    article = 'an' if kind == 'index' else 'a'
    return Refused('42809', f'"{name.name}" is not {article} {kind}', name)


def type_missing(written: str, name: Name, candidates: Iterable[str]) -> Refused:
    return Refused(
        '42704', f'type "{written}" does not exist', name, missing='type', candidates=candidates,
    )


def type_exists(name: Name) -> Refused:
    return Refused('42710', f'type "{name.name}" already exists', name)


def column_missing(table: Name, column: str, candidates: Iterable[str]) -> Refused:
    return Refused(
        '42703', f'column "{column}" of relation "{table.name}" does not exist', table,
        candidates=candidates,
    )


def key_column_missing(table: Name, column: str, use: str, candidates: Iterable[str]) -> Refused:
    """``use`` is PostgreSQL's phrase: 'named in key', 'referenced in foreign key constraint'."""
    words = f'{use} ' if use else ''
    return Refused(
        '42703', f'column "{column}" {words}does not exist', table, candidates=candidates,
    )


def column_exists(table: Name, column: str) -> Refused:
    return Refused(
        '42701', f'column "{column}" of relation "{table.name}" already exists', table,
    )


def column_twice(table: Name, column: str) -> Refused:
    return Refused('42701', f'column "{column}" specified more than once', table)


def constraint_missing(table: Name, name: str, candidates: Iterable[str]) -> Refused:
    return Refused(
        '42704', f'constraint "{name}" of relation "{table.name}" does not exist', table,
        candidates=candidates,
    )


def constraint_exists(table: Name, name: str) -> Refused:
    return Refused(
        '42710', f'constraint "{name}" for relation "{table.name}" already exists', table,
    )


def two_primary_keys(table: Name) -> Refused:
    return Refused(
        '42P16', f'multiple primary keys for table "{table.name}" are not allowed', table,
    )


def no_matching_key(table: Name) -> Refused:
    return Refused(
        '42830',
        f'there is no unique constraint matching given keys for referenced table "{table.name}"',
        table,
    )


def no_primary_key(table: Name) -> Refused:
    return Refused(
        '42704', f'there is no primary key for referenced table "{table.name}"', table,
    )


def key_lengths_differ(table: Name) -> Refused:
    return Refused(
        '42830', 'number of referencing and referenced columns for foreign key disagree', table,
    )


def others_depend(what: str, name: Name, dependants: Iterable[str]) -> Refused:
    return Refused(
        '2BP01', f'cannot drop {what} because other objects depend on it', name,
        hint='; '.join(dependants) or None,
    )


def others_depend_on_row(name: Name) -> Refused:
    return Refused(
        '2BP01', f'cannot alter type "{name.name}" because it is the type of a typed table', name,
        hint='Use ALTER ... CASCADE to alter the typed tables too.',
    )


def needed_by(what: str, owner: str, name: Name) -> Refused:
    """Part of another object: an index that a constraint needs, a table's identity sequence."""
    return Refused('2BP01', f'cannot drop {what} because {owner} requires it', name)


def not_in_transaction(command: str) -> Refused:
    return Refused('25001', f'{command} cannot run inside a transaction block')


def only_in_transaction(command: str) -> Refused:
    return Refused('25P01', f'{command} can only be used in transaction blocks')


def label_unsafe(name: Name, label: str) -> Refused:
    return Refused(
        '55P04', f'unsafe use of new value "{label}" of enum type {name.name}', name,
        hint='New enum values must be committed before they can be used.',
    )


def label_missing(name: Name, label: str, candidates: Iterable[str]) -> Refused:
    return Refused(
        '22023', f'"{label}" is not an existing enum label', name, candidates=candidates,
    )


def label_exists(name: Name, label: str) -> Refused:
    return Refused('42710', f'enum label "{label}" already exists', name)


def extension_exists(name: str) -> Refused:
    return Refused('42710', f'extension "{name}" already exists')


def function_missing(message: str, name: Name, candidates: Iterable[str]) -> Refused:
    """The object's name ends in ``()``: a table may have the same name."""
    return Refused(
        '42883', message, Name(name.schema, f'{name.name}()'), missing='function',
        hint=suggestion(name.name, candidates),
    )


def function_differs(message: str) -> Refused:
    """CREATE OR REPLACE of what only DROP and CREATE can change."""
    return Refused('42P13', message, hint='Use DROP FUNCTION first.')


def access_method_missing(method: str) -> Refused:
    return Refused('42704', f'access method "{method}" does not exist')


def plain_near(
        sqlstate: str, message: str, name: Name, wanted: str, candidates: Iterable[str],
) -> Refused:
    """A refusal that only one place raises, of a name that may be a typing error."""
    return Refused(sqlstate, message, name, hint=suggestion(wanted, candidates))


def plain(sqlstate: str, message: str, name: Name | None = None) -> Refused:
    """A refusal that only one place raises."""
    return Refused(sqlstate, message, name)
