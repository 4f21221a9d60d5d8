"""What the generated TypeScript shows of a schema, by Prisma's own datamodel (DMMF), in the names
of the database: so that two schemas of other names can be compared."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from typing import NamedTuple

_WHAT = ('type', 'list', 'required', 'optional on create')
_CLIENT_MADE = ('uuid', 'cuid', 'nanoid', 'ulid')


class Shown(NamedTuple):
    """`tables` has for each table (schema, name) its columns, each with its type, whether it is a
    list, whether it must be there and whether a create may leave it out: None where it may because
    the client itself makes the value, whatever the database does. Relations, ``Unsupported`` and
    what is ignored do not show, nor do the names that Prisma has for things."""

    tables: dict[tuple[str, str], dict[str, tuple[object, bool, bool, bool | None]]]
    enums: frozenset[tuple[str, frozenset[str]]]


def types_shown(dmmf: dict[str, Any]) -> Shown:
    enums = {
        enum['name']: (
            _database_name(enum), frozenset(_database_name(value) for value in enum['values']),
        ) for enum in dmmf['enums']
    }
    tables = {
        (model.get('schema') or 'public', _database_name(model)): {
            _database_name(field): (
                enums.get(field['type'], field['type']), field['isList'], field['isRequired'],
                _is_optional(field),
            )
            for field in model['fields'] if field['kind'] in ('scalar', 'enum')
        } for model in dmmf['models']
    }
    return Shown(tables, frozenset(enums.values()))


def differences(database: Shown, schema: Shown) -> Iterator[str]:
    """What the TypeScript of a schema shows otherwise than that of the schema pulled from the
    database, a line each."""
    for table in sorted(database.tables.keys() | schema.tables.keys()):
        built, wanted = database.tables.get(table), schema.tables.get(table)
        if built is None or wanted is None:
            yield f'table {table[1]} has no model' if wanted is None \
                else f'model {table[1]} has no table'
            continue
        for column in sorted(built.keys() | wanted.keys()):
            name = f'{table[1]}.{column}'
            one, other = built.get(column), wanted.get(column)
            if one is None or other is None:
                yield f'{name} only in {"database" if other is None else "schema"}'
                continue
            for what, mine, theirs in zip(_WHAT, one, other):
                if mine != theirs and theirs is not None:
                    yield f'{name} {what} {_plain(mine)} != {_plain(theirs)}'
    for text in sorted(map(_plain, database.enums ^ schema.enums)):
        yield f'enum {text}'


def _is_optional(field: dict[str, Any]) -> bool | None:
    if not field['isRequired'] or field['isList']:
        return True
    default = field.get('default')
    made = isinstance(default, dict) and default['name'].partition('(')[0] in _CLIENT_MADE
    if made or (field['isUpdatedAt'] and not field['hasDefaultValue']):
        return None
    return bool(field['hasDefaultValue'])


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        name, labels = value
        return f'{name} ({", ".join(sorted(labels))})'
    return str(value)


def _database_name(thing: dict[str, Any]) -> str:
    """Nothing is a name as well, of an enum's label."""
    name = thing.get('dbName')
    return str(thing['name'] if name is None else name)
