"""What `show --format json` leaves out of a catalog and a later statement finds all the same: the
names of constraints, the make of indexes, sequences and their owners, types, comments.
"""
from __future__ import annotations

from typing import Any

from sync_guard.catalog import Catalog
from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import Index
from sync_guard.catalog import is_managed
from sync_guard.catalog import Table
from sync_guard.postgres.types import format_type
from tests.oracle.managed import IS_MANAGED
from tests.oracle.pipeline import Pipeline
from tests.oracle.questions import Answer
from tests.oracle.questions import ask

Facts = dict[str, Any]

_QUERY = f"""
with home as (
  select oid, nspname from pg_namespace where not {IS_MANAGED}
),
relation as (
  select c.oid, n.nspname || '.' || c.relname as name, c.relkind
  from pg_class c join home n on n.oid = c.relnamespace
  where not exists (
    select from pg_depend d
    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
  )
)
select json_agg(json_build_array(key, value))::text from (
  select 'constraint ' || o.conname || ' on ' || r.name || ' (' || o.contype::text || ')' as key, (
    select coalesce(json_agg(
      a.attname order by case when o.contype in ('c', 'x') then a.attname end collate "C",
      k.position
    ), '[]')
    from unnest(o.conkey) with ordinality as k(number, position)
    join pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.number
  ) as value
  from pg_constraint o join relation r on r.oid = o.conrelid
  left join pg_constraint parent on parent.oid = o.conparentid
  where o.contype in ('p', 'u', 'f', 'c', 'x')
    and (parent.oid is null or parent.conrelid <> o.conrelid)
  union all
  select 'index ' || x.relname || ' on ' || r.name, (
    select json_agg(json_build_array(
      a.attname, k.position > i.indnkeyatts,
      coalesce(pg_index_column_has_property(i.indexrelid, k.position::int, 'desc'), false),
      coalesce(pg_index_column_has_property(i.indexrelid, k.position::int, 'nulls_first'), false)
    ) order by k.position)
    from unnest(i.indkey::int2[]) with ordinality as k(number, position)
    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
  )
  from pg_index i join relation r on r.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
  where not exists (
    select from pg_constraint o where o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x')
  )
  union all
  select 'sequence ' || r.name, to_json((
    select o.name || '.' || a.attname
    from pg_depend d join relation o on o.oid = d.refobjid
    join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass and d.objid = r.oid and d.deptype in ('a', 'i')
      and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
  ))
  from relation r where r.relkind = 'S'
  union all
  select 'composite ' || r.name, (
    select coalesce(json_agg(json_build_array(
      a.attname, format_type(a.atttypid, a.atttypmod)
    ) order by a.attnum), '[]')
    from pg_attribute a where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  )
  from relation r where r.relkind = 'c'
  union all
  select 'domain ' || n.nspname || '.' || t.typname, json_build_array(
    format_type(t.typbasetype, t.typtypmod), t.typnotnull, (
      select coalesce(json_agg(o.conname order by o.conname collate "C"), '[]')
      from pg_constraint o where o.contypid = t.oid and o.contype = 'c'
    )
  )
  from pg_type t join home n on n.oid = t.typnamespace where t.typtype = 'd'
  union all
  select 'comment on ' || r.name || coalesce('.' || a.attname, ''), to_json(d.description)
  from pg_description d join relation r on r.oid = d.objoid
  left join pg_attribute a on a.attrelid = d.objoid and a.attnum = d.objsubid and d.objsubid > 0
  where d.classoid = 'pg_class'::regclass and r.relkind in ('r', 'p', 'v', 'm', 'f')
) as facts
"""


def ask_facts(pipeline: Pipeline) -> Answer[Facts]:
    """The facts as PostgreSQL has them."""
    return ask(pipeline, _QUERY, lambda read: dict(read or ()))


def facts(catalog: Catalog) -> Facts:
    """The same facts as the replay has them."""
    found: Facts = {}
    for table in catalog.tables.values():
        if not is_managed(table.schema):
            found |= _table_facts(table)
    for sequence in catalog.sequences.values():
        if not is_managed(sequence.schema):
            owner = None if sequence.owned_by is None else '.'.join(sequence.owned_by)
            found[f'sequence {sequence.schema}.{sequence.name}'] = owner
    for name, made in catalog.types.items():
        if is_managed(name.schema):
            continue
        if isinstance(made, Composite):
            found[f'composite {name.schema}.{name.name}'] = [
                [a.name, format_type(a.type)] for a in made.attributes
            ]
        elif isinstance(made, Domain):
            checks = sorted(check.name for check in made.checks)
            found[f'domain {name.schema}.{name.name}'] = [
                format_type(made.base), made.not_null, checks,
            ]
    return found


def _table_facts(table: Table) -> Facts:
    name = f'{table.schema}.{table.name}'
    keys = [('p', table.primary_key)] if table.primary_key is not None else []
    keys += [('u', key) for key in table.uniques]
    found: Facts = {
        f'constraint {key.name} on {name} ({kind})': list(key.columns)
        for kind, key in keys
    }
    for link in table.foreign_keys:
        found[f'constraint {link.name} on {name} (f)'] = list(link.columns)
    for check in table.checks:
        found[f'constraint {check.name} on {name} ({check.kind[0].replace("e", "x")})'] = (
            sorted(check.columns)
        )
    for index in table.indexes:
        found[f'index {index.name} on {name}'] = _index_facts(index)
    if table.comment is not None:
        found[f'comment on {name}'] = table.comment
    for column in table.columns or ():
        if column.comment is not None:
            found[f'comment on {name}.{column.name}'] = column.comment
    return found


def _index_facts(index: Index) -> list[list[Any]]:
    parts: list[list[Any]] = [
        [c.name, False, c.descending,
         c.descending if c.nulls_first is None else c.nulls_first]
        for c in index.columns
    ]
    return [*parts, *([name, True, False, False] for name in index.include)]
