"""Expressions of generated columns, checks and indexes, as PostgreSQL keeps them.

PostgreSQL resolves an expression where it is defined, by the search_path and the columns of that
moment, and prints what is renamed later by its new name. So an expression is printed when its
statement is carried out, and printed anew from that text when something in it changes.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping

from sync_guard.catalog import Default
from sync_guard.catalog import Enum
from sync_guard.catalog import Expression
from sync_guard.catalog import Index
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.catalog import Type
from sync_guard.postgres import defaults
from sync_guard.postgres.defaults import print_expression
from sync_guard.postgres.defaults import rename_column
from sync_guard.postgres.expressions.parts import Asked
from sync_guard.postgres.expressions.parts import Call
from sync_guard.postgres.expressions.parts import Label
from sync_guard.postgres.expressions.parts import Refusal
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import calls
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import naming
from sync_guard.postgres.replay.contents import columns_known
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.types import TypeName


def printed(db: Database, table: Table, written: str, of: Type | None = None) -> Expression:
    """What a statement says of a table as it stands now. 42703 where it reads a column that is
    known not to be there."""
    return print_expression(
        written, db.catalog(), _types(table), of, db.effective_path(), relation=table.name,
        tell=judge(db, table) if columns_known(table) else None,
    )


def judge(db: Database, table: Table | None = None) -> Callable[[Refusal | Asked], None]:
    """Takes down what PostgreSQL refuses about an expression: of a table, if it is of one."""
    def tell(one: Refusal | Asked) -> None:
        if isinstance(one, Call):
            db.attempt(db.line, calls.called, Ref(one.schema, one.name), one.arguments)
        elif isinstance(one, TypeName):
            # Types rest on this: domains have checks.
            from sync_guard.postgres.replay import types
            db.attempt(db.line, types.resolve, one)
        elif isinstance(one, Label):
            made = db.types.get(one.type)
            if one in db.fresh and isinstance(made, Enum) and any(
                    label.text == one.text for label in made.labels
            ):
                db.refuse(errors.label_unsafe(one.type, one.text))
        else:
            db.refuse(errors.Refused(
                one.sqlstate, one.message, None if table is None else table.key,
                candidates=() if table is None else [c.name for c in table.columns or ()],
            ))

    return tell


def type_of(db: Database, table: Table, written: str) -> Type | None:
    """The type of an expression over the columns of a table, as far as it is known."""
    return defaults.type_of(written, db.catalog(), db.effective_path(), _types(table))


def generate(db: Database, table: Table, name: str, written: str) -> Table:
    """The table with a column of it computed by an expression over the others."""
    column = table.column(name)
    assert column is not None
    made = printed(db, table, written, column.type)
    for other in made.columns if made.certain else ():
        read = table.column(other)
        if other == name or read is not None and read.generated is not None:
            db.refuse(errors.plain('42P17', (
                f'cannot use generated column "{other}" in column generation expression'
            ), table.key))
    changed = column._replace(generated=made)
    return table._replace(
        columns=tuple(changed if c is column else c for c in table.columns or ()),
    )


def renamed(db: Database, table: Table, kept: Expression, old: str, new: str) -> Expression:
    """The expression once a column that it reads is called otherwise; ``table`` is as before."""
    if old not in kept.columns:
        return kept
    text, value = (
        rename_column(words, old, new, db.catalog(), _types(table)) or
        naming.renamed(words, old, new) for words in (kept.text, kept.value)
    )
    columns = tuple(new if column == old else column for column in kept.columns)
    return kept._replace(text=text, value=value, columns=columns)


def retype(db: Database, name: Name, column: str) -> None:
    """Whatever reads a column that now has another type: PostgreSQL prints it and reads it again
    (ATPostAlterTypeParse)."""
    table = db.tables[name]
    types = _types(table)

    def again(kept: Expression) -> Expression:
        if column not in kept.columns or not kept.certain:
            return kept
        return print_expression(kept.text, db.catalog(), types)

    db.put(everywhere(table, again))


def respell(db: Database, change: Callable[[tuple[str, ...]], tuple[str, str]]) -> None:
    """A type or a label has a new name in all expressions and defaults: ``change`` gives what was
    printed for it by a search_path, and what is printed now."""
    words = []
    for path in ((), ('public',)):
        old, new = change(path)
        words.append((re.compile(re.escape(old) + r'(?![\w$])'), new.replace('\\', r'\\')))
    (texts, in_text), (values, in_value) = words

    def of(kept: Expression) -> Expression:
        return kept._replace(
            text=texts.sub(in_text, kept.text), value=values.sub(in_value, kept.value),
        )

    def of_default(default: Default) -> Default:
        value = default.value
        if default.kind == 'expression':
            value = values.sub(in_value, value)
        return default._replace(text=texts.sub(in_text, default.text), value=value)

    for table in list(db.tables.values()):
        changed = everywhere(table, of)
        if changed.columns is not None:
            changed = changed._replace(columns=tuple(
                c if c.default is None else c._replace(default=of_default(c.default))
                for c in changed.columns
            ))
        if changed != table:
            db.put(changed)


def everywhere(table: Table, change: Callable[[Expression], Expression]) -> Table:
    """The table with all its expressions changed."""
    return table._replace(
        columns=None if table.columns is None else tuple(
            c if c.generated is None else c._replace(generated=change(c.generated))
            for c in table.columns
        ),
        checks=tuple(c._replace(expression=change(c.expression)) for c in table.checks),
        indexes=tuple(_in_index(i, change) for i in table.indexes),
    )


def _in_index(index: Index, change: Callable[[Expression], Expression]) -> Index:
    return index._replace(
        columns=tuple(
            c if c.expression is None else c._replace(expression=change(c.expression))
            for c in index.columns
        ),
        predicate=None if index.predicate is None else change(index.predicate),
    )


def _types(table: Table) -> Mapping[str, Type]:
    return {column.name: column.type for column in table.columns or ()}
