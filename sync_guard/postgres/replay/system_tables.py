"""The system catalogs and information_schema as rows over the catalog being replayed.

For the guards of DO blocks: what ``IF NOT EXISTS (SELECT … FROM pg_type …)`` would see here. A
relation's oid is ``rel:schema.name``, a type's ``type:…``, a schema's ``ns:…``: all that joins and
casts to regclass need. What a row does not have is not known.
"""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Column
from sync_guard.catalog import Composite
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import Name
from sync_guard.catalog import Table
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.types import format_type

Value = str | int | bool | None
Row = dict[str, Value]
# Column -> the one value asked for, where the query says ``column = 'value'``: a shortcut only.
Wanted = dict[str, Value]


# How the columns of the system tables below begin.
_BEGINNINGS = (
    'att', 'character_', 'col', 'con', 'data_type', 'enum', 'event_', 'ext', 'index', 'is_',
    'matview', 'nsp', 'oid', 'ordinal_', 'pol', 'rel', 'schema', 'sequence', 'table', 'tg',
    'trigger_', 'typ', 'udt_', 'view',
)


class Incomplete(Exception):
    """There may be more rows than are known."""


def rows(db: Database, schema: str | None, name: str, wanted: Wanted) -> Iterator[Row] | None:
    """The rows of a system table; None for one that is not kept here. The iterator raises
    Incomplete at its end where there may be more."""
    if schema in (None, 'pg_catalog') and name in _PG_CATALOG:
        return _PG_CATALOG[name](db, wanted)
    if schema == 'information_schema' and name in _INFORMATION_SCHEMA:
        return _INFORMATION_SCHEMA[name](db, wanted)
    return None


def may_be_column(name: str) -> bool:
    """Whether a system table kept here may have a column of this name."""
    return name.startswith(_BEGINNINGS)


def relation_oid(name: Name) -> str:
    return f'rel:{name.schema}.{name.name}'


def type_oid(name: Name) -> str:
    return f'type:{name.schema}.{name.name}'


def schema_oid(name: str) -> str:
    return f'ns:{name}'


def _tables(db: Database, wanted: Wanted, column: str) -> list[Table]:
    """The tables, or only those of the name asked for."""
    name = wanted.get(column)
    if isinstance(name, str):
        if name.startswith('rel:'):
            return [t for t in db.tables.values() if relation_oid(t.key) == name]
        return [t for t in db.tables.values() if t.name == name]
    return list(db.tables.values())


def _columns_of(tables: list[Table]) -> Iterator[tuple[Table, int, Column]]:
    """Every column that is certain; Incomplete at the end if one is not."""
    complete = True
    for table in tables:
        if table.columns is None or table.uncertain is not None:
            complete = False
        for number, column in enumerate(table.columns or (), 1):
            if column.uncertain is not None:
                complete = False
            else:
                yield table, number, column
    if not complete:
        raise Incomplete


def _is_doubtful(table: Table) -> bool:
    """A table that one branch of something unknown creates. One that statements needed before
    any created it counts as being there, as their author meant."""
    return table.uncertain is not None and table.columns is not None


def _sure(tables: list[Table]) -> Iterator[Table]:
    yield from (t for t in tables if not _is_doubtful(t))
    if any(_is_doubtful(t) for t in tables):
        raise Incomplete


# information_schema


def _is_tables(db: Database, wanted: Wanted) -> Iterator[Row]:
    kinds = {'view': 'VIEW', 'foreign table': 'FOREIGN'}
    for table in _sure(_tables(db, wanted, 'table_name')):
        if table.kind != 'materialized view':
            yield {
                'table_schema': table.schema, 'table_name': table.name,
                'table_type': kinds.get(table.kind, 'BASE TABLE'),
            }


def _is_views(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table in _sure(_tables(db, wanted, 'table_name')):
        if table.kind == 'view':
            yield {'table_schema': table.schema, 'table_name': table.name}


def _is_columns(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table, number, column in _columns_of(_tables(db, wanted, 'table_name')):
        type_ = column.type
        if type_.is_array:
            data_type = 'ARRAY'
        elif type_.schema != BUILT_IN:
            data_type = 'USER-DEFINED'
        else:
            data_type = format_type(type_._replace(modifiers=()))
        length = None
        if type_.name in ('varchar', 'bpchar') and type_.modifiers:
            length = int(type_.modifiers[0])
        own = column.generated is None and column.identity is None
        default = column.default if own else None
        yield {
            'table_schema': table.schema, 'table_name': table.name, 'column_name': column.name,
            'ordinal_position': number, 'data_type': data_type,
            'udt_schema': type_.schema,
            'udt_name': f'_{type_.name}' if type_.is_array else type_.name,
            'is_nullable': 'YES' if column.nullable else 'NO',
            'column_default': None if default is None else default.text,
            'character_maximum_length': length,
            'is_identity': 'NO' if column.identity is None else 'YES',
            'is_generated': 'NEVER' if column.generated is None else 'ALWAYS',
        }


def _is_schemata(db: Database, wanted: Wanted) -> Iterator[Row]:
    for schema in db.schemas:
        yield {'schema_name': schema}


_Constraint = tuple[Table, str, str, tuple[str, ...], Name | None]


def _constraints(tables: list[Table]) -> Iterator[_Constraint]:
    """(table, name, contype, columns, referenced table)"""
    for table in tables:
        if table.primary_key is not None:
            yield table, table.primary_key.name, 'p', table.primary_key.columns, None
        for key in table.uniques:
            yield table, key.name, 'u', key.columns, None
        for link in table.foreign_keys:
            yield table, link.name, 'f', link.columns, link.references
        for check in table.checks:
            yield table, check.name, check.kind[0].replace('e', 'x'), check.columns, None
    if any(_has_unknown_constraints(t) for t in tables):
        raise Incomplete


def _has_unknown_constraints(table: Table) -> bool:
    return table.uncertain is not None or any(
        part.uncertain for part in (
            *table.uniques, *table.foreign_keys,
            *(() if table.primary_key is None else (table.primary_key,)),
        )
    )


def _is_table_constraints(db: Database, wanted: Wanted) -> Iterator[Row]:
    kinds = {'p': 'PRIMARY KEY', 'u': 'UNIQUE', 'f': 'FOREIGN KEY', 'c': 'CHECK'}
    for table, name, kind, _, _ in _constraints(_tables(db, wanted, 'table_name')):
        if kind in kinds:
            yield {
                'constraint_schema': table.schema, 'constraint_name': name,
                'table_schema': table.schema, 'table_name': table.name,
                'constraint_type': kinds[kind],
            }


def _is_key_column_usage(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table, name, kind, columns, _ in _constraints(_tables(db, wanted, 'table_name')):
        for number, column in enumerate(columns if kind in 'puf' else (), 1):
            yield {
                'constraint_schema': table.schema, 'constraint_name': name,
                'table_schema': table.schema, 'table_name': table.name, 'column_name': column,
                'ordinal_position': number,
            }


def _is_check_constraints(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table, name, kind, _, _ in _constraints(list(db.tables.values())):
        if kind == 'c':
            yield {'constraint_schema': table.schema, 'constraint_name': name}


def _is_referential_constraints(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table, name, kind, _, _ in _constraints(list(db.tables.values())):
        if kind == 'f':
            yield {'constraint_schema': table.schema, 'constraint_name': name}


# pg_catalog


def _pg_tables(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table in _sure(_tables(db, wanted, 'tablename')):
        if table.kind in ('table', 'partitioned table'):
            yield {'schemaname': table.schema, 'tablename': table.name}


def _pg_views(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table in _sure(_tables(db, wanted, 'viewname')):
        if table.kind == 'view':
            yield {'schemaname': table.schema, 'viewname': table.name}


def _pg_matviews(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table in _sure(_tables(db, wanted, 'matviewname')):
        if table.kind == 'materialized view':
            yield {'schemaname': table.schema, 'matviewname': table.name}


def _pg_indexes(db: Database, wanted: Wanted) -> Iterator[Row]:
    uncertain = {
        Name(t.schema, i.name)
        for t in db.tables.values() for i in t.indexes if i.uncertain is not None
    }
    for index, table in db.index_owner.items():
        if index not in uncertain:
            yield {'schemaname': index.schema, 'indexname': index.name, 'tablename': table.name}
    if uncertain:
        raise Incomplete


def _pg_sequences(db: Database, wanted: Wanted) -> Iterator[Row]:
    for name in db.sequences:
        yield {'schemaname': name.schema, 'sequencename': name.name}


def _pg_namespace(db: Database, wanted: Wanted) -> Iterator[Row]:
    for schema in db.schemas:
        yield {'oid': schema_oid(schema), 'nspname': schema}


def _pg_extension(db: Database, wanted: Wanted) -> Iterator[Row]:
    for name, schema in db.extensions.items():
        yield {'extname': name, 'extnamespace': schema_oid(schema)}


_RELKINDS = {
    'table': 'r', 'partitioned table': 'p', 'view': 'v', 'materialized view': 'm',
    'foreign table': 'f',
}


def _pg_class(db: Database, wanted: Wanted) -> Iterator[Row]:
    def row(name: Name, kind: str) -> Row:
        return {
            'oid': relation_oid(name), 'relname': name.name,
            'relnamespace': schema_oid(name.schema), 'relkind': kind,
        }

    relname = wanted.get('relname')
    for name in db.index_owner:
        if relname in (None, name.name):
            yield row(name, 'i')
    for name in db.sequences:
        if relname in (None, name.name):
            yield row(name, 'S')
    for table in _sure(_tables(db, wanted, 'relname')):
        yield {
            **row(table.key, _RELKINDS[table.kind]),
            'relispartition': table.partition_of is not None,
        }


def _pg_type(db: Database, wanted: Wanted) -> Iterator[Row]:
    kinds: dict[type, str] = {Enum: 'e', Composite: 'c', Domain: 'd'}
    doubtful = False
    for name, made in db.types.items():
        if isinstance(made, Enum) and made.uncertain is not None:
            doubtful = True
            continue
        yield {
            'oid': type_oid(name), 'typname': name.name, 'typnamespace': schema_oid(name.schema),
            'typtype': kinds.get(type(made), 'b'),
        }
    for table in _sure(_tables(db, wanted, 'typname')):
        yield {
            'oid': type_oid(table.key), 'typname': table.name,
            'typnamespace': schema_oid(table.schema), 'typtype': 'c',
            'typrelid': relation_oid(table.key),
        }
    if doubtful:
        raise Incomplete


def _pg_enum(db: Database, wanted: Wanted) -> Iterator[Row]:
    doubtful = False
    for name, made in db.types.items():
        if isinstance(made, Enum):
            doubtful = doubtful or made.uncertain is not None
            for number, label in enumerate(made.labels, 1):
                if made.uncertain is None:
                    yield {
                        'enumtypid': type_oid(name), 'enumlabel': label.text,
                        'enumsortorder': number,
                    }
    if doubtful:
        raise Incomplete


def _pg_attribute(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table, number, column in _columns_of(_tables(db, wanted, 'attrelid')):
        yield {
            'attrelid': relation_oid(table.key), 'attname': column.name, 'attnum': number,
            'attisdropped': False, 'attnotnull': not column.nullable,
            'atttypid': type_oid(column.type.key),
            'atthasdef': column.default is not None and column.identity is None,
        }


def _pg_constraint(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table, name, kind, _, references in _constraints(_tables(db, wanted, 'conrelid')):
        yield {
            'conname': name, 'conrelid': relation_oid(table.key), 'contype': kind,
            'connamespace': schema_oid(table.schema),
            'confrelid': None if references is None else relation_oid(references),
        }


# Triggers that Supabase has on its own tables (storage, realtime).
_OF_SUPABASE = frozenset({
    'enforce_bucket_name_length_trigger', 'objects_delete_delete_prefix',
    'objects_insert_create_prefix', 'objects_update_create_prefix', 'prefixes_create_hierarchy',
    'prefixes_delete_hierarchy', 'protect_buckets_delete', 'protect_objects_delete',
    'tr_check_filters', 'update_objects_updated_at',
})


def _attached(db: Database, kind: str, name: Value) -> Iterator[tuple[Name, str]]:
    """(table, name) of policies or triggers; Incomplete at the end unless all of the name asked
    for are known."""
    complete = kind not in db.unsure and isinstance(name, str) and name not in _OF_SUPABASE
    for table, there in (db.policies if kind == 'policy' else db.triggers).items():
        for one in there:
            if one.certain:
                yield table, one.name
            else:
                complete = complete and one.name != name
    if not complete:
        raise Incomplete


def _pg_trigger(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table, name in _attached(db, 'trigger', wanted.get('tgname')):
        yield {'tgname': name, 'tgrelid': relation_oid(table), 'tgisinternal': False}


def _is_triggers(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table, name in _attached(db, 'trigger', wanted.get('trigger_name')):
        yield {
            'trigger_name': name, 'trigger_schema': table.schema,
            'event_object_schema': table.schema, 'event_object_table': table.name,
        }


def _pg_policy(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table, name in _attached(db, 'policy', wanted.get('polname')):
        yield {'polname': name, 'polrelid': relation_oid(table)}


def _pg_policies(db: Database, wanted: Wanted) -> Iterator[Row]:
    for table, name in _attached(db, 'policy', wanted.get('policyname')):
        yield {'schemaname': table.schema, 'tablename': table.name, 'policyname': name}


_Source = Callable[[Database, Wanted], Iterator[Row]]
_INFORMATION_SCHEMA: dict[str, _Source] = {
    'tables': _is_tables,
    'views': _is_views,
    'columns': _is_columns,
    'schemata': _is_schemata,
    'table_constraints': _is_table_constraints,
    'key_column_usage': _is_key_column_usage,
    'check_constraints': _is_check_constraints,
    'referential_constraints': _is_referential_constraints,
    'triggers': _is_triggers,
}
_PG_CATALOG: dict[str, _Source] = {
    'pg_tables': _pg_tables,
    'pg_views': _pg_views,
    'pg_matviews': _pg_matviews,
    'pg_indexes': _pg_indexes,
    'pg_sequences': _pg_sequences,
    'pg_namespace': _pg_namespace,
    'pg_extension': _pg_extension,
    'pg_class': _pg_class,
    'pg_type': _pg_type,
    'pg_enum': _pg_enum,
    'pg_attribute': _pg_attribute,
    'pg_constraint': _pg_constraint,
    'pg_policies': _pg_policies,
    'pg_policy': _pg_policy,
    'pg_trigger': _pg_trigger,
}
