"""Where a replayed catalog and PostgreSQL's own say different things, field by field.

What the replay calls uncertain is left out: it makes no claim there. Everything else must be equal,
and nothing that PostgreSQL has may be missing.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any
from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import Check
from sync_guard.catalog import Domain
from sync_guard.catalog import Expression
from sync_guard.catalog import is_managed
from sync_guard.catalog import Table
from sync_guard.postgres import SqlFile
from sync_guard.postgres import State
from sync_guard.report.catalog_json import catalog_json

_COLUMN_FIELDS = (
    'type', 'nullable', 'has_default', 'default', 'identity', 'generated',
)


class Disagreement(NamedTuple):
    """`field` is the key of :func:`tests.oracle.catalog_reader.catalog_of` (`column` for the list
    of a table's columns)."""

    field: str
    place: str
    ours: Any
    theirs: Any


class Agreement(NamedTuple):
    """`compared` counts, by field, what was looked at."""

    compared: Counter[str]
    disagreements: list[Disagreement]


class Refusal(NamedTuple):
    line: int
    sqlstate: str
    message: str


def refusals(state: State, path: str, file: SqlFile) -> list[Refusal]:
    """What the replay says that PostgreSQL refuses in one file, in the file's order. What cannot
    be read counts as PostgreSQL's syntax error."""
    found = [
        *(Refusal(problem.origin.line, problem.sqlstate, problem.message)
          for problem in state.problems if problem.origin.path == path),
        # Where the Supabase CLI cuts a statement apart is no matter of PostgreSQL's.
        *(Refusal(problem.line, '42601', problem.message) for problem in file.problems
          if problem.rule != 'supabase-splitter'),
    ]
    return sorted(found, key=lambda refusal: refusal.line)


def agreement(catalog: Catalog, theirs: dict[str, Any]) -> Agreement:
    """Compare the replayed catalog with :func:`tests.oracle.catalog_reader.catalog_of`."""
    ours = catalog_json(catalog)['schemas']
    found = Agreement(Counter(), [])
    for field, place, mine, other in _pairs(catalog, ours, theirs['schemas']):
        found.compared[field] += 1
        if mine != other:
            found.disagreements.append(Disagreement(field, place, mine, other))
    return found


def expression_agreement(
        catalog: Catalog, theirs: dict[tuple[str, str], str],
) -> Agreement:
    """Compare what the catalog computes with :func:`tests.oracle.catalog_reader.expressions_of`.
    `uncertain` in what is compared counts the expressions that are passed over."""
    found = Agreement(Counter(), [])
    for kind, place, mine in _expressions(catalog):
        if not mine.certain:
            found.compared['uncertain'] += 1
            continue
        found.compared[kind] += 1
        other = theirs.get((kind, place))
        # pg_get_indexdef() puts brackets around everything but a call.
        same = (mine.text, f'({mine.text})') if kind == 'index expression' else (mine.text,)
        if other not in same:
            found.disagreements.append(Disagreement(kind, place, mine.text, other))
    return found


def _expressions(catalog: Catalog) -> Iterator[tuple[str, str, Expression]]:
    for table in catalog.tables.values():
        if is_managed(table.schema) or table.uncertain:
            continue
        place, doubtful = f'{table.schema}.{table.name}', _uncertain_names(table)
        for column in table.columns or ():
            if column.generated is not None and column.name not in doubtful:
                yield 'generated as', f'{place}.{column.name}', column.generated
        yield from _checks(place, table.checks)
        for index in table.indexes:
            if index.name in doubtful:
                continue
            if index.predicate is not None:
                yield 'predicate', f'{table.schema}.{index.name}', index.predicate
            for number, part in enumerate(index.columns, 1):
                if part.expression is not None:
                    of = f'{table.schema}.{index.name}.{number}'
                    yield 'index expression', of, part.expression
    for made in catalog.types.values():
        if isinstance(made, Domain) and not is_managed(made.schema):
            yield from _checks(f'{made.schema}.{made.name}', made.checks)


def _checks(place: str, checks: Iterable[Check]) -> Iterator[tuple[str, str, Expression]]:
    for check in checks:
        if check.kind == 'check':
            yield 'check', f'{place}.{check.name}', check.expression


def uncertain(catalog: Catalog) -> list[str]:
    """The places of everything the replay is not certain of."""
    places = []
    for table in catalog.tables.values():
        if not is_managed(table.schema):
            places += [str(table.key)] if table.uncertain else []
            places += [f'{table.key}.{name}' for name in sorted(_uncertain_names(table))]
    places += [str(e.key) for e in catalog.enums() if e.uncertain and not is_managed(e.schema)]
    return places


def _uncertain_names(table: Table) -> set[str]:
    parts: Iterable[Any] = (
        *(table.columns or ()), *table.foreign_keys, *table.indexes, *table.uniques,
        *((table.primary_key,) if table.primary_key else ()),
    )
    return {part.name for part in parts if part.uncertain}


_Pair = tuple[str, str, Any, Any]


def _pairs(catalog: Catalog, ours: dict[str, Any], theirs: dict[str, Any]) -> Iterator[_Pair]:
    yield 'schemas', '', sorted(ours), sorted(theirs)
    nothing: dict[str, Any] = {'tables': {}, 'enums': {}}
    tables = {(t.schema, t.name): t for t in catalog.tables.values()}
    doubtful = {(e.schema, e.name) for e in catalog.enums() if e.uncertain}
    for schema in sorted({*ours, *theirs}):
        mine, other = ours.get(schema, nothing), theirs.get(schema, nothing)
        for name in sorted({*mine['enums'], *other['enums']}):
            if (schema, name) not in doubtful:
                labels = mine['enums'].get(name), other['enums'].get(name)
                yield ('enums', f'{schema}.{name}', *labels)
        for name in sorted({*mine['tables'], *other['tables']}):
            table = tables.get((schema, name))
            if table is None or not table.uncertain:
                yield from _table_pairs(
                    f'{schema}.{name}', table, mine['tables'].get(name),
                    other['tables'].get(name),
                )


def _table_pairs(place: str, table: Table | None, ours: Any, theirs: Any) -> Iterator[_Pair]:
    if table is None or ours is None or theirs is None:
        yield ('tables', place, ours and ours['kind'], theirs and theirs['kind'])
        return
    yield 'kind', place, ours['kind'], theirs['kind']
    doubtful = _uncertain_names(table)
    if ours['columns'] is not None:  # a view's are null where the replay does not know them
        spelled = {
            column.name for column in table.columns or ()
            if column.default is None or column.default.certain
        }
        yield from _column_pairs(place, doubtful, spelled, ours['columns'], theirs['columns'])
    if table.primary_key is None or not table.primary_key.uncertain:
        yield 'primary_key', place, ours['primary_key'], theirs['primary_key']
    names = {unique.name for unique in table.uniques} | {index.name for index in table.indexes}
    if not doubtful & names:
        yield 'unique', place, ours['unique'], theirs['unique']
    for field in ('foreign_keys', 'indexes'):
        mine, other = _by_name(ours[field]), _by_name(theirs[field])
        for name in sorted({*mine, *other} - doubtful):
            yield field, f'{place}.{name}', mine.get(name), other.get(name)
    yield 'row_security', place, table.row_security, theirs['row_security']
    keys = (table.primary_key, *table.uniques, *table.foreign_keys)
    deferrable = {key.name for key in keys if key is not None and key.deferrable}
    yield 'deferrable', place, deferrable - doubtful, set(theirs['deferrable']) - doubtful


def _column_pairs(
        place: str, doubtful: set[str], spelled: set[str], ours: Any, theirs: Any,
) -> Iterator[_Pair]:
    names = [
        [column['name'] for column in columns if column['name'] not in doubtful]
        for columns in (ours, theirs)
    ]
    yield 'columns', place, names[0], names[1]
    mine, other = _by_name(ours), _by_name(theirs)
    for name in names[0]:
        for field in _COLUMN_FIELDS if name in other else ():
            if field == 'default' and name not in spelled:
                continue
            yield field, f'{place}.{name}', mine[name][field], other[name][field]


def _by_name(records: Any) -> dict[str, Any]:
    return {record['name']: record for record in records}
