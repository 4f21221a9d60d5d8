"""A database's own catalog, in the shape of `sync-guard show --format json` without its notes, and
with what `db pull` has remarks for: `row_security`, and `deferrable`, the names of such keys.

The same shape as `sync_guard.report.catalog_json`, read by other means: every answer here is
PostgreSQL's.
"""
from __future__ import annotations

from typing import Any

import psycopg

from tests.oracle.managed import IS_MANAGED
from tests.oracle.pipeline import Pipeline
from tests.oracle.questions import Answer
from tests.oracle.questions import answer_of
from tests.oracle.questions import ask

_ACTIONS = """
  case {} when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade'
          when 'n' then 'set null' else 'set default' end
"""
# Types and default expressions are printed as an empty search_path makes them. Members of
# extensions are left out: they are not the migrations'. A clone of a foreign key that PostgreSQL
# keeps on the referencing table for each partition of the referenced one is left out as psql does.
_QUERY = f"""
with home as (
  select oid, nspname from pg_namespace where not {IS_MANAGED}
),
relation as (
  select c.oid, n.nspname, c.relname, c.relkind, c.relrowsecurity
  from pg_class c join home n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and not exists (
      select from pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
),
columns as (
  select a.attrelid, json_agg(json_build_object(
    'name', a.attname,
    'type', format_type(a.atttypid, a.atttypmod),
    'nullable', not (a.attnotnull or (t.typtype = 'd' and t.typnotnull)),
    'has_default', d.oid is not null and a.attgenerated = '',
    'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
    'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
    'generated', a.attgenerated <> ''
  ) order by a.attnum) as value
  from pg_attribute a
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped
  group by a.attrelid
),
index_key as (
  select i.indexrelid, json_agg(a.attname order by k.position) as names,
         bool_or(k.number = 0) as has_expression
  from pg_index i
  cross join lateral unnest(i.indkey::int2[]) with ordinality as k(number, position)
  left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
  where k.position <= i.indnkeyatts
  group by i.indexrelid
),
indexes as (
  select i.indrelid, c.relname as name, k.names, k.has_expression, i.indisunique, i.indisprimary,
         i.indpred is not null as partial, m.amname as method, o.contype
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  join pg_am m on m.oid = c.relam
  join index_key k on k.indexrelid = i.indexrelid
  left join pg_constraint o on o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x')
),
foreign_keys as (
  select o.conrelid, json_agg(json_build_object(
    'name', o.conname,
    'columns', (
      select json_agg(a.attname order by k.position)
      from unnest(o.conkey) with ordinality as k(number, position)
      join pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.number
    ),
    'references', n.nspname || '.' || c.relname,
    'referenced_columns', (
      select json_agg(a.attname order by k.position)
      from unnest(o.confkey) with ordinality as k(number, position)
      join pg_attribute a on a.attrelid = o.confrelid and a.attnum = k.number
    ),
    'on_delete', {_ACTIONS.format('o.confdeltype').strip()},
    'on_update', {_ACTIONS.format('o.confupdtype').strip()}
  ) order by o.conname collate "C") as value
  from pg_constraint o
  join pg_class c on c.oid = o.confrelid
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_constraint parent on parent.oid = o.conparentid
  where o.contype = 'f' and (parent.oid is null or parent.conrelid <> o.conrelid)
  group by o.conrelid
)
select json_build_object(
  'schemas', (select json_agg(nspname) from home),
  'tables', (
    select json_agg(json_build_array(r.nspname, r.relname, json_build_object(
      'kind', case r.relkind when 'r' then 'table' when 'p' then 'partitioned table'
                when 'v' then 'view' when 'm' then 'materialized view' else 'foreign table' end,
      'columns', coalesce((select value from columns where attrelid = r.oid), '[]'),
      'primary_key', (
        select i.names from indexes i where i.indrelid = r.oid and i.indisprimary
      ),
      'unique', coalesce((
        select json_agg(i.names) from indexes i
        where i.indrelid = r.oid and i.indisunique and not i.indisprimary and not i.partial
          and not i.has_expression
      ), '[]'),
      'foreign_keys', coalesce((select value from foreign_keys where conrelid = r.oid), '[]'),
      'indexes', coalesce((
        select json_agg(json_build_object(
          'name', i.name, 'columns', i.names, 'unique', i.indisunique, 'method', i.method,
          'partial', i.partial
        ) order by i.name collate "C") from indexes i
        where i.indrelid = r.oid and i.contype is null
      ), '[]'),
      'row_security', r.relrowsecurity,
      'deferrable', coalesce((
        select json_agg(o.conname order by o.conname collate "C") from pg_constraint o
        left join pg_constraint parent on parent.oid = o.conparentid
        where o.conrelid = r.oid and o.condeferrable and o.contype in ('p', 'u', 'f')
          and (parent.oid is null or parent.conrelid <> o.conrelid)
      ), '[]')
    ))) from relation r
  ),
  'enums', (
    select json_agg(json_build_array(n.nspname, t.typname, coalesce((
      select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e
      where e.enumtypid = t.oid
    ), '[]')))
    from pg_type t join home n on n.oid = t.typnamespace
    where t.typtype = 'e' and not exists (
      select from pg_depend d
      where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e'
    )
  )
)::text
"""


def ask_catalog(pipeline: Pipeline) -> Answer[dict[str, Any]]:
    """Everything the database holds outside the schemas that Supabase or PostgreSQL own."""
    return ask(pipeline, _QUERY, _catalog)


def catalog_of(connection: psycopg.Connection) -> dict[str, Any]:
    """The answer to :func:`ask_catalog`."""
    return answer_of(connection, ask_catalog)


def _catalog(read: Any) -> dict[str, Any]:
    found: dict[str, Any] = {name: {'tables': {}, 'enums': {}} for name in read['schemas'] or ()}
    for schema, name, table in read['tables'] or ():
        table['unique'].sort()
        found[schema]['tables'][name] = table
    for schema, name, labels in read['enums'] or ():
        found[schema]['enums'][name] = labels
    return {'schemas': found}


_EXPRESSIONS = f"""
with home as (
  select oid, nspname from pg_namespace where not {IS_MANAGED}
)
select json_agg(json_build_array(kind, place, text))::text from (
select 'generated as' as kind, n.nspname || '.' || c.relname || '.' || a.attname as place,
       pg_get_expr(d.adbin, d.adrelid) as text
from pg_attrdef d
join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
join pg_class c on c.oid = d.adrelid
join home n on n.oid = c.relnamespace
where a.attgenerated <> ''
union all
select 'predicate', n.nspname || '.' || c.relname, pg_get_expr(i.indpred, i.indrelid)
from pg_index i
join pg_class c on c.oid = i.indexrelid
join home n on n.oid = c.relnamespace
where i.indpred is not null
union all
select 'index expression', n.nspname || '.' || c.relname || '.' || k.position,
       pg_get_indexdef(i.indexrelid, k.position::int, false)
from pg_index i
cross join lateral unnest(i.indkey::int2[]) with ordinality as k(number, position)
join pg_class c on c.oid = i.indexrelid
join home n on n.oid = c.relnamespace
where k.number = 0 and not exists (
  select from pg_constraint o where o.conindid = i.indexrelid
)
union all
select 'check', n.nspname || '.' || coalesce(c.relname, t.typname) || '.' || o.conname,
       pg_get_expr(o.conbin, o.conrelid)
from pg_constraint o
join home n on n.oid = o.connamespace
left join pg_class c on c.oid = o.conrelid
left join pg_type t on t.oid = o.contypid
where o.contype = 'c'
) as computed
"""


def ask_expressions(pipeline: Pipeline) -> Answer[dict[tuple[str, str], str]]:
    """Everything computed that `show` has no place for, as PostgreSQL prints it with an empty
    search_path: by (`generated as` | `predicate` | `index expression` | `check`, its full name)."""
    return ask(pipeline, _EXPRESSIONS, _expressions)


def expressions_of(connection: psycopg.Connection) -> dict[tuple[str, str], str]:
    """The answer to :func:`ask_expressions`."""
    return answer_of(connection, ask_expressions)


def _expressions(read: Any) -> dict[tuple[str, str], str]:
    return {(kind, place): text for kind, place, text in read or ()}
