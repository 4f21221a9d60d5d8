"""Random edits of settings in the text of a schema: of a field, a block, the datasource."""
from __future__ import annotations

import re

from tests.prisma.databases import Choices
from tests.prisma.schema_text import BLOCK
from tests.prisma.schema_text import blocks_of
from tests.prisma.schema_text import fields_of
from tests.prisma.schema_text import into
from tests.prisma.schema_text import put

_WHERE = re.compile(r',? *where: raw\("(?:[^"\\]|\\.)*"\)')
_PARTIAL = '"partialIndexes"'
_DEFAULT = re.compile(
    r'@default\(((?:[^()"]|"(?:[^"\\]|\\.)*"|\((?:[^()"]|"(?:[^"\\]|\\.)*")*\))*)\)')


def change_default(choices: Choices, schema: str) -> str:
    """The default that a field has, in other words."""
    fields = [f for f in fields_of(schema) if '@default(' in f.rest]
    if not fields:
        return schema
    field = choices.pick(fields)
    match = _DEFAULT.search(field.rest)
    if match is None:
        return schema
    value = match[1]
    inner = re.sub(r'^dbgenerated\("(.*)"\)$', r'\1', value)
    new = choices.one(
        lambda: f'dbgenerated("{inner}")' if '"' not in inner else value,
        lambda: f'dbgenerated("({inner})")' if '"' not in inner else value,
        lambda: value.upper() if value.startswith(('dbgenerated("', '"')) else value,
        lambda: 'dbgenerated("' + inner.upper() + '")' if value != inner else value,
        lambda: value.replace('::text', ''), lambda: value.replace(' ', ''),
        lambda: 'dbgenerated()', lambda: 'dbgenerated("null")',
        lambda: f'[{value}]' if field.arity != '[]' else value[1:-1],
        lambda: value.replace('1', '1.0'), lambda: value.replace('0', '00'),
        lambda: '"' + value + '"' if value.isalnum() else value.strip('"'),
    )
    new = re.sub(r'DBGENERATED\(', 'dbgenerated(', new)
    return put(schema, field, field._replace(
        rest=field.rest.replace(match[0], f'@default({new})')).write())


def ignore(choices: Choices, schema: str) -> str:
    """A model or a field hidden from the client, or shown again."""
    if '@ignore' in schema and choices.chance(2):
        marks = [*re.finditer(r' *@?@ignore\b', schema)]
        mark = choices.pick(marks)
        return schema[:mark.start()] + schema[mark.end():]
    blocks = blocks_of(schema, 'model')
    if not blocks:
        return schema
    if choices.chance(2):
        return into(schema, choices.pick(blocks), '@@ignore')
    fields = fields_of(schema) + fields_of(schema, relations=True)
    field = choices.pick(fields) if fields else None
    return schema if field is None else put(
        schema, field, field._replace(rest=f'{field.rest} @ignore').write())


def move_to_schema(choices: Choices, schema: str) -> str:
    """A model or an enum said to be in another schema; or all of a schema no more listed."""
    places = [*re.finditer(r'@@schema\("(\w+)"\)', schema)]
    if not places:
        return schema.replace('provider = "postgresql"',
                              'provider = "postgresql"\n  schemas  = ["public"]')
    kind = choices.number(4)
    if kind == 0:
        gone = choices.pick(('other', 'public'))
        left = {'other': 'public', 'public': 'other'}[gone]
        schema = re.sub(r'schemas( *)= \[.*\]', rf'schemas\1= ["{left}"]', schema)
        return BLOCK.sub(lambda b: '' if f'@@schema("{gone}")' in b[0] else b[0], schema)
    place = choices.pick(places)
    new = {'other': 'public', 'public': 'other'}.get(place[1], 'public')
    return schema[:place.start()] + f'@@schema("{new}")' + schema[place.end():]


def change_settings(choices: Choices, schema: str) -> str:
    """Preview features, relation mode, extensions."""
    source = re.search(r'provider += "postgresql"', schema)
    generator = re.search(r'provider += "prisma-client-js"', schema)
    assert source is not None and generator is not None
    here = choices.pick(('pgcrypto', 'uuid_ossp(map: "uuid-ossp")', 'citext', 'vector',
                         'pgcrypto(schema: "extensions")', 'plpgsql'))
    features = choices.pick(('"postgresqlExtensions"', '"views"', '"relationJoins"'))
    extensions = '"postgresqlExtensions"'
    plain = _WHERE.sub('', re.sub(r'\n +previewFeatures += .*', '', schema))
    plain = plain.replace('@unique()', '')
    if _PARTIAL in schema:
        with_features = schema.replace(f'[{_PARTIAL}]', f'[{_PARTIAL}, {features}]')
    else:
        with_features = schema.replace(
            generator[0], f'{generator[0]}\n  previewFeatures = [{features}]')
    return choices.one(
        lambda: plain, lambda: with_features,
        # Only with the feature, for the same reason as `where:`.
        lambda: with_features.replace(features, extensions).replace(
            source[0], f'{source[0]}\n  extensions = [{here}]'),
        lambda: schema.replace(source[0], f'{source[0]}\n  relationMode = "prisma"'),
        lambda: re.sub(r'@relation\("((?:[^"\\]|\\.)*)", fields', r'@relation("\1", fields', schema)
        .replace(source[0], f'{source[0]}\n  relationMode = "prisma"')
        .replace(', onDelete: SetDefault', '').replace(', onUpdate: SetDefault', ''),
    )
