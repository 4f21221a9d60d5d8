"""Who calls a function, and falls with it or stands in its way: views, policies, defaults, checks,
generated columns, indexes."""
from __future__ import annotations

import re

from sync_guard.catalog import Check
from sync_guard.catalog import Default
from sync_guard.catalog import Domain
from sync_guard.catalog import Expression
from sync_guard.catalog import Index
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.built_in import built_in_functions
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.replay import alter_columns
from sync_guard.postgres.replay import alter_constraints
from sync_guard.postgres.replay import drops
from sync_guard.postgres.replay import views
from sync_guard.postgres.replay.database import Database

_Call = re.Pattern[str]


def dependants(db: Database, function: Name) -> list[str]:
    """What certainly calls a function, in PostgreSQL's words."""
    call = _call_of(db, function)
    found = [
        f'{db.tables[view].kind} {view} depends on it'
        for view, reads in db.views.items() if function in reads.calls
    ]
    found += [
        f'policy {policy.name} on table {table} depends on it'
        for table, attached in db.policies.items() for policy in attached
        if function in policy.calls and policy.certain
    ]
    for table in db.tables.values():
        found += [
            f'default value for column {c.name} of table {table.key} depends on it'
            for c in table.columns or () if _in_default(c.default, call)
        ]
        found += [
            f'column {c.name} of table {table.key} depends on it'
            for c in table.columns or () if _in(c.generated, call)
        ]
        found += [
            f'constraint {c.name} on table {table.key} depends on it'
            for c in table.checks if _in_check(c, call)
        ]
        found += [
            f'index {i.name} depends on it' for i in table.indexes if _in_index(i, call)
        ]
    found += [
        f'type {name} depends on it' for name, made in db.types.items()
        if isinstance(made, Domain) and (
            _in_default(made.default, call) or any(_in_check(c, call) for c in made.checks)
        )
    ]
    return found


def cascade(db: Database, function: Name) -> None:
    """A function is dropped, with CASCADE; where others still have its name, which of them is
    called is not known."""
    for view in [view for view, reads in db.views.items() if function in reads.calls]:
        if view not in db.tables:
            continue
        if function not in db.routines:
            views.drop(db, view)
        elif db.tables[view].uncertain is None:
            reason = f'a function {function} that it may call is dropped'
            db.put(db.tables[view]._replace(uncertain=reason))
    if function in db.routines:
        return
    for key, attached in list(db.policies.items()):
        db.policies[key] = tuple(p for p in attached if function not in p.calls)
    call = _call_of(db, function)
    for table in list(db.tables.values()):
        _from_table(db, table, call)
    for name, made in list(db.types.items()):
        if isinstance(made, Domain) and name in db.types:
            if _in_default(made.default, call):
                drops.drop_type(db, name, True)  # it is the domain's own
            else:
                checks = tuple(c for c in made.checks if not _in_check(c, call))
                db.types[name] = made._replace(checks=checks)


def _from_table(db: Database, table: Table, call: _Call | None) -> None:
    if any(_in_default(c.default, call) for c in table.columns or ()):
        db.put(table._replace(columns=tuple(
            c._replace(default=None) if _in_default(c.default, call) else c
            for c in table.columns or ()
        )))
    for check in table.checks:
        if _in_check(check, call):
            alter_constraints.drop_named(db, db.tables[table.key], check.name, True)
    if any(_in_index(i, call) for i in table.indexes):
        now = db.tables[table.key]
        db.put(now._replace(indexes=tuple(i for i in now.indexes if not _in_index(i, call))))
    for column in table.columns or ():
        if _in(column.generated, call) and db.tables[table.key].column(column.name) is not None:
            alter_columns.drop_column(db, table.key, column.name, True)


def _call_of(db: Database, function: Name) -> _Call | None:
    """What a call of the function looks like, in expressions as they are printed or as they were
    written; None where its name alone does not say which function is meant."""
    if function.name in built_in_functions() or any(
            other.name == function.name for other in db.routines if other != function
    ):
        return None
    schema, name = (re.escape(quote_identifier(part)) for part in function)
    return re.compile(rf'(?i:(?<![\w$."])(?:{schema}\s*\.\s*)?{name}\s*\()')


def _in(expression: Expression | None, call: _Call | None) -> bool:
    return expression is not None and _in_text(expression.text, call)


def _in_text(text: str, call: _Call | None) -> bool:
    return call is not None and call.search(re.sub("'[^']*'", "''", text)) is not None


def _in_default(default: Default | None, call: _Call | None) -> bool:
    return default is not None and _in_text(default.text, call)


def _in_check(check: Check, call: _Call | None) -> bool:
    return check.kind == 'check' and _in(check.expression, call)


def _in_index(index: Index, call: _Call | None) -> bool:
    parts = (index.predicate, *(column.expression for column in index.columns))
    return any(_in(part, call) for part in parts)
