"""Differences to the statements that mend them."""
from __future__ import annotations

import json
import re
from collections.abc import Iterable
from collections.abc import Iterator

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Catalog
from sync_guard.catalog import Column
from sync_guard.catalog import Enum
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.compare import differences as of
from sync_guard.draft import columns
from sync_guard.draft import enums
from sync_guard.draft import keys
from sync_guard.draft import tables
from sync_guard.draft.casts import is_value
from sync_guard.draft.records import Phase
from sync_guard.draft.records import Step
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.replay.extensions import extension_of
from sync_guard.postgres.replay.indexes import extension_of_class
from sync_guard.postgres.replay.naming import split_name
from sync_guard.postgres.spelling import sql_name
from sync_guard.postgres.spelling import sql_text
from sync_guard.prisma.sql import field_type

_OF_A_FIELD = (of.FieldWithoutColumn, of.TypeDiffers, of.ListDiffers, of.DefaultDiffers)
_ALONE = (
    'PostgreSQL uses no value of an enum in the transaction that adds it (55P04): put it into a '
    'migration of its own'
)


def steps_for(
    differences: Iterable[of.Difference], catalog: Catalog, expected: Catalog, before: Catalog,
) -> list[Step]:
    """In the order in which PostgreSQL takes them. What several need (a schema, an enum, an
    extension) is made once, before them. ``before`` is what there was before the draft."""
    found: dict[tuple[str, ...], Step] = {}
    for difference in differences:
        obstacle = None
        if isinstance(difference, of.ModelWithoutTable):
            model = difference.model
            fields = tuple(
                c if _obstacle(c, before) is None else c._replace(default=None)
                for c in model.columns or ()
            )
            difference = difference._replace(model=model._replace(columns=fields))
        elif isinstance(difference, of.FieldWithoutColumn):
            if _obstacle(difference.field, before) is not None:
                field = difference.field._replace(default=None)
                difference = difference._replace(field=field)
        elif isinstance(difference, (of.TypeDiffers, of.ListDiffers, of.DefaultDiffers)):
            obstacle = _obstacle(difference.field, before)
        for step in (*_needs(difference, catalog, expected), *_mend(difference, catalog, expected)):
            if obstacle is not None and step.phase is Phase.ALTER:
                step = step._replace(warning=obstacle)
            found.setdefault(step.statements, step)
    return sorted(found.values(), key=lambda step: step.phase)


def _obstacle(field: Column, before: Catalog) -> str | None:
    """Why the field's default cannot be had together with its column: only the draft adds it to
    the enum, or it is no value of the type, of which Prisma takes any text."""
    enum, default = before.types.get(field.type.key), field.default
    if default is None or default.kind != 'literal':
        return None
    used = json.loads(default.value) if field.type.is_array else [default.value]
    if isinstance(enum, Enum):
        return None if {label.text for label in enum.labels}.issuperset(used) else _ALONE
    wrong = next((one for one in used if not is_value(str(one), field.type)), None)
    return None if wrong is None else f'{sql_text(str(wrong))} is no {field_type(field.type)}'


def _needs(difference: of.Difference, catalog: Catalog, expected: Catalog) -> Iterator[Step]:
    schema = None
    fields: tuple[Column, ...] = ()
    if isinstance(difference, of.ModelWithoutTable):
        schema, fields = difference.model.schema, difference.model.columns or ()
    elif isinstance(difference, _OF_A_FIELD):
        fields = (difference.field,)
    elif isinstance(difference, of.EnumDiffers) and difference.expected is not None:
        schema = difference.expected.schema
    elif isinstance(difference, of.IndexDiffers) and difference.expected is not None:
        for column in difference.expected.columns:
            extension = extension_of_class(column.opclass or '')
            if extension is not None and extension not in catalog.extensions:
                yield _extension(extension)
    if schema is not None:
        yield from _schema(schema, catalog)
    for field in fields:
        wanted = expected.types.get(field.type.key)
        if isinstance(wanted, Enum) and wanted.key not in catalog.types:
            yield from _schema(wanted.schema, catalog)
            yield enums.create_enum(wanted)
        extension = extension_of(field.type.name.partition('(')[0].strip().lower())
        sequence = _sequence(field)
        if sequence is not None and sequence not in catalog.sequences:
            yield from _schema(sequence.schema, catalog)
            yield Step(
                Phase.TYPE, (f'create sequence {sql_name(sequence)}',),
                f'create sequence {sequence}',
            )
        is_plain = field.type.schema in ('', BUILT_IN)
        if is_plain and extension is not None and extension not in catalog.extensions:
            yield _extension(extension)


def _sequence(field: Column) -> Name | None:
    """The sequence in ``dbgenerated("nextval('s'::regclass)")``."""
    default = field.default
    if default is None or default.kind != 'expression':
        return None
    written = re.match(r"nextval\('((?:[^']|'')+)'::regclass\)\Z", default.value)
    ref = split_name(written[1].replace("''", "'")) if written is not None else None
    return None if ref is None else Name(ref.schema or 'public', ref.name)


def _schema(name: str, catalog: Catalog) -> Iterator[Step]:
    if name not in catalog.schemas and not is_managed(name):
        yield Step(
            Phase.SCHEMA, (f'create schema {quote_identifier(name)}',), f'create schema {name}',
        )


def _extension(name: str) -> Step:
    # Supabase's home of extensions, which is on the search_path of each migration.
    written = quote_identifier(name)
    return Step(
        Phase.EXTENSION, (f'create extension if not exists {written} with schema extensions',),
        f'create extension {name}',
    )


def _mend(difference: of.Difference, catalog: Catalog, expected: Catalog) -> Iterator[Step]:
    match difference:
        case of.ModelWithoutTable():
            return tables.create_table(difference, catalog)
        case of.TableWithoutModel():
            return tables.drop_table(difference, catalog)
        case of.FieldWithoutColumn():
            return columns.add_column(difference, catalog)
        case of.ColumnWithoutField():
            return columns.drop_column(difference, catalog)
        case of.TypeDiffers() | of.ListDiffers():
            return columns.change_type(difference, catalog, expected)
        case of.NullabilityDiffers():
            return columns.change_nullability(difference, catalog)
        case of.DefaultDiffers():
            return columns.change_default(difference)
        case of.EnumDiffers():
            return enums.enum_differs(difference)
        case of.EnumValueDiffers():
            return enums.enum_value_differs(difference, catalog)
        case of.PrimaryKeyDiffers():
            return keys.change_primary_key(difference)
        case of.UniqueDiffers() | of.IndexDiffers():
            return keys.change_index(difference)
        case of.RelationDiffers() | of.ActionDiffers():
            return keys.change_relation(difference, catalog)
        case of.NameDiffers():
            return keys.rename(difference, catalog)
        case of.ExtensionMissing():
            return iter((_extension(difference.name),))
        case of.CrossSchemaReference() | of.SetUp():
            # No migration mends these: the datasource lists too few schemas; of a set-up each model
            # is a difference of its own.
            return iter(())
