"""The names PostgreSQL gives what has none, which a later DROP CONSTRAINT or DROP INDEX uses.

ChooseRelationName, ChooseConstraintName and ChooseIndexName of PostgreSQL's ``indexcmds.c`` and
``pg_constraint.c``: a name must be free among the relations of the schema, a constraint's also
among the constraints of the schema.
"""
from __future__ import annotations

import re
from collections.abc import Container
from collections.abc import Sequence

from sync_guard.catalog import Domain
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.names import fold
from sync_guard.postgres.names import make_object_name
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.operations import IndexElement
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay.database import Database

_WORD = re.compile(r'"(?:[^"]|"")+"|\'(?:[^\']|\'\')*\'|[^\W\d][\w$]*')


_NAME = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^\s".]+))\s*(\.|\Z)')


class _DomainChecks:
    """The names of domains' constraints, which share a namespace with those of tables."""

    def __init__(self, db: Database) -> None:
        self._types = db.types

    def __contains__(self, name: object) -> bool:
        return any(
            check.name == name.name
            for key, made in self._types.items()
            if isinstance(made, Domain) and isinstance(name, Name) and key.schema == name.schema
            for check in made.checks
        )


class _Taken:
    """The names that are in use in a schema."""

    def __init__(self, schema: str, mappings: tuple[Container[Name], ...]) -> None:
        self._schema = schema
        self._mappings = mappings

    def __contains__(self, name: object) -> bool:
        full = Name(self._schema, str(name))
        return any(full in mapping for mapping in self._mappings)


def _relations(db: Database) -> tuple[Container[Name], ...]:
    return (db.tables, db.sequences, db.index_owner)


def key_name(db: Database, table: Table, columns: Sequence[str], label: str) -> str:
    """``t_pkey`` (which never names columns), ``t_a_b_key``, ``t_a_excl``."""
    return element_name(db, table, [IndexElement(column) for column in columns], label)


def element_name(
        db: Database, table: Table, elements: Sequence[IndexElement], label: str,
) -> str:
    """The same of an exclusion, which may have expressions. The index chooses the name, and
    INCLUDE may name a column again: so its columns are those that the index has."""
    middle = None if label == 'pkey' else _joined(index_columns(elements))
    taken = _Taken(table.schema, (db.constraint_count, _DomainChecks(db), *_relations(db)))
    return make_object_name(table.name, middle, label, taken)


def constraint_name(db: Database, table: Table, columns: Sequence[str], label: str) -> str:
    """``t_a_fkey``, ``t_a_check``, ``t_check``."""
    taken = _Taken(table.schema, (db.constraint_count, _DomainChecks(db)))
    return make_object_name(table.name, _joined(columns) if columns else None, label, taken)


def index_name(db: Database, table: Table, elements: Sequence[IndexElement]) -> str:
    """``t_a_idx``, ``t_lower_idx``, ``t_expr_idx``; ``t_expr_expr1_idx`` for a second one."""
    taken = _Taken(table.schema, _relations(db))
    return make_object_name(table.name, _joined(index_columns(elements)), 'idx', taken)


def index_columns(elements: Sequence[IndexElement]) -> list[str]:
    """ChooseIndexColumnNames: what the columns of the index itself are called."""
    names: list[str] = []
    for element in elements:
        wanted = element.name or element.label or 'expr'
        name, number = wanted, 0
        while name in names:
            number += 1
            name = f'{wanted[:63 - len(str(number))]}{number}'
        names.append(name)
    return names


def sequence_name(db: Database, table: Name, column: str) -> Name:
    taken = _Taken(table.schema, _relations(db))
    return Name(table.schema, make_object_name(table.name, column, 'seq', taken))


def quoted(name: Name) -> str:
    """As PostgreSQL prints it with an empty search_path."""
    return f'{quote_identifier(name.schema)}.{quote_identifier(name.name)}'


def split_name(text: str) -> Ref | None:
    """``public."Users"`` as to_regclass() and casts to regclass read it."""
    parts: list[str] = []
    position = 0
    while True:
        match = _NAME.match(text, position)
        if match is None:
            return None
        parts.append(match[1].replace('""', '"') if match[1] is not None else fold(match[2]))
        position = match.end()
        if match[3] != '.':
            break
    return Ref(parts[-2] if len(parts) > 1 else None, parts[-1])


def words(expression: str) -> set[str]:
    """Every identifier in an expression as stored: which columns it may mention."""
    found: set[str] = set()
    for match in _WORD.finditer(expression):
        word = match[0]
        if word[0] == '"':
            found.add(word[1:-1].replace('""', '"'))
        elif word[0] != "'":
            found.add(word.lower())
    return found


def renamed(expression: str, old: str, new: str) -> str:
    """The expression with one identifier renamed."""
    def replace(match: re.Match[str]) -> str:
        word = match[0]
        if word[0] == "'":
            return word
        plain = word[1:-1].replace('""', '"') if word[0] == '"' else word.lower()
        return quote_identifier(new) if plain == old else word

    return _WORD.sub(replace, expression)


def _joined(columns: Sequence[str]) -> str:
    """ChooseIndexNameAddition: joined by underscores, and cut off once it is long enough."""
    joined = ''
    for column in columns:
        joined = f'{joined}_{column}' if joined else column
        if len(joined.encode(errors='surrogateescape')) >= 63:
            break
    return joined
