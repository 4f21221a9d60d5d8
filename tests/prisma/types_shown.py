"""What the generated TypeScript shows of a schema, by Prisma's own datamodel (DMMF), in the names
of the database: so that two schemas of other names can be compared."""
from __future__ import annotations

from typing import Any
from typing import NamedTuple


class Shown(NamedTuple):
    """`tables` has for each table (schema, name) its columns, each with its type, whether it is a
    list, whether it must be there and whether a create may leave it out. Relations, ``Unsupported``
    and what is ignored do not show, nor do the names that Prisma has for things."""

    tables: dict[tuple[str, str], dict[str, tuple[object, bool, bool, bool]]]
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
                not field['isRequired'] or field['isList'] or field['hasDefaultValue']
                or field['isUpdatedAt'],
            )
            for field in model['fields'] if field['kind'] in ('scalar', 'enum')
        } for model in dmmf['models']
    }
    return Shown(tables, frozenset(enums.values()))


def _database_name(thing: dict[str, Any]) -> str:
    return str(thing.get('dbName') or thing['name'])
