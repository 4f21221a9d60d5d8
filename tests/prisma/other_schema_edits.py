"""More random edits to the text of a schema: what Prisma is likely to refuse, and what it reads in
ways of its own."""
from __future__ import annotations

import re

from tests.prisma.databases import Choices

_BLOCK = re.compile(r'^(model|enum) (\w+) \{\n(?:.*\n)*?\}$', re.M)
_FIELD = re.compile(r'^  (\w+) +(\w+(?:\("[^"]*"\))?)(\[\]|\?)?(?= |$)(.*)$', re.M)
_LONG = 'r' * 60
_NATIVES = (
    '@db.Text', '@db.VarChar', '@db.VarChar(9)', '@db.Char(3)', '@db.Char', '@db.Uuid', '@db.Xml',
    '@db.Inet', '@db.Citext', '@db.Bit', '@db.Bit(0)', '@db.VarBit(3)', '@db.Boolean',
    '@db.Integer', '@db.SmallInt', '@db.Oid', '@db.BigInt', '@db.DoublePrecision', '@db.Real',
    '@db.Decimal', '@db.Decimal(4, 1)', '@db.Decimal(3)', '@db.Decimal(2, 3)', '@db.Money',
    '@db.Timestamp', '@db.Timestamp(7)', '@db.Timestamptz(0)', '@db.Date', '@db.Date(1)',
    '@db.Time', '@db.Timetz(2)', '@db.JsonB', '@db.Json', '@db.ByteA', '@db.LongText', '@pg.Text',
)
_DEFAULTS = (
    '"a"', '""', '5', '-5', '1.5', 'true', 'now()', 'uuid()', 'uuid(7)', 'cuid()', 'nanoid()',
    'ulid()', 'autoincrement()', 'dbgenerated()', 'dbgenerated("now()")', 'dbgenerated("")',
    'dbgenerated("NULL")', '[]', '[1]', '["a"]', '[true]', '[1.5]', '"{}"', '"{"', '["{}"]',
    '"2020-01-01T00:00:00Z"', '["2020-01-01T00:00:00Z"]', '"AAE="', '["AAE="]', 'a', '[a]',
    '12345678901', '"00000000-0000-0000-0000-000000000000"', 'sequence()', '[[1]]', '[now()]',
)
_TYPES = (
    'String', 'Int', 'BigInt', 'Float', 'Decimal', 'Boolean', 'DateTime', 'Json', 'Bytes',
    'Unsupported("x")', 'Nothing', 'string',
)
# Prisma takes its own operator classes for the types they are for, and others raw.
_OPS = (
    'ops: raw("text_pattern_ops")', 'ops: JsonbPathOps', 'ops: TextOps', 'ops: Int4BloomOps',
    'ops: TextMinMaxOps', 'ops: ArrayOps', 'ops: InetOps', 'sort: Desc', 'sort: Asc', 'length: 3',
)


def other_edit(choices: Choices, schema: str) -> str:
    kind = choices.number(6)
    models = [b for b in _BLOCK.finditer(schema) if b[1] == 'model']
    if not models:
        return schema
    if kind < 3:
        return _field(choices, schema)
    if kind == 3:
        return _settings(choices, schema)
    block = choices.pick(models)
    names = [f[1] for f in _FIELD.finditer(block[0])] or ['id']
    name, second = choices.pick(names), choices.pick(names)
    if kind == 4:
        return _index(choices, schema, block, name, second)
    other = choices.pick(models)
    if other is block:
        lists = f'  xs {block[2]}[] @relation("{_LONG}")\n  ys {block[2]}[] @relation("{_LONG}")\n'
        return _add(schema, block, lists)
    first, last = sorted((block, other), key=lambda b: b.start())
    relation = choices.pick(('new', _LONG, _LONG[:54], 'with space', 'ö'))
    after = _add(schema, last, f'  firsts {first[2]}[] @relation("{relation}")\n')
    return _add(after, first, f'  lasts {last[2]}[] @relation("{relation}")\n')


def _field(choices: Choices, schema: str) -> str:
    fields = list(_FIELD.finditer(schema))
    if not fields:
        return schema
    field = choices.pick(fields)
    name, type_, arity, rest = field[1], field[2], field[3] or '', field[4]
    plain = re.sub(r' @db\.\w+(?:\([^)]*\))?', '', rest)
    bare = re.sub(r' @default\((?:[^()"]|"(?:[^"\\]|\\.)*"|\([^()]*\))*\)', '', rest)
    edited = choices.pick((
        f'  {name} {type_}{arity}{plain} {choices.pick(_NATIVES)}',
        f'  {name} {type_}{arity}{plain} {choices.pick(_NATIVES)}',
        f'  {name} {type_}{arity}{bare} @default({choices.pick(_DEFAULTS)})',
        f'  {name} {type_}{arity}{bare} @default({choices.pick(_DEFAULTS)})',
        f'  {name} {choices.pick(_TYPES)}{arity}{rest}',
        f'  {name} {choices.pick(_TYPES)}{choices.pick(("", "?", "[]"))}',
        f'  {name} {type_}{arity}{rest} @unique({choices.pick(_OPS)})',
        f'  {name} {type_}{arity}{rest} @map("{_LONG}é")',
        f'  {name} {type_}{arity}{rest} @ignore',
    ))
    return schema[:field.start()] + edited + schema[field.end():]


def _settings(choices: Choices, schema: str) -> str:
    source = 'provider = "postgresql"'
    return choices.pick((
        schema.replace(source, source + '\n  relationMode = "prisma"'),
        schema.replace(source, source + '\n  schemas = ["public"]'),
        schema.replace('"prisma-client-js"', '"prisma-client-js"\n  previewFeatures = ["views"]')
        + '\nview a_view {\n  id Int @unique\n}\n',
        schema.replace('datasource db', 'datasource pg'),
        re.sub(r', on(?:Delete|Update): \w+', '', schema),
        re.sub(r' @@map\("[^"]*"\)', '', schema),
    ))


def _index(
    choices: Choices, schema: str, block: re.Match[str], name: str, second: str,
) -> str:
    method = choices.pick(('', ', type: Gin', ', type: Gist', ', type: Brin', ', type: SpGist',
                           ', type: Hash', ', type: BTree'))
    mapped = choices.pick(('', f', map: "{_LONG}xyz"', f', map: "{_LONG}wxyz"', ', map: "chosen"'))
    return _add(schema, block, choices.pick((
        f'  @@index([{name}]{method})\n', f'  @@index([{name}]{method}{mapped})\n',
        f'  @@index([{name}({choices.pick(_OPS)})]{method})\n',
        f'  @@unique([{name}({choices.pick(_OPS)})])\n',
        f'  @@unique([{name}, {second}]{mapped})\n', f'  @@id([{name}, {second}])\n',
        f'  @@index([{name}, {second}], name: "named")\n', '  @@map("mapped é")\n',
        f'  @@id([{name}(sort: Desc)])\n', '  @@ignore\n', '  @@schema("other")\n',
    )))


def _add(schema: str, block: re.Match[str], text: str) -> str:
    return f'{schema[:block.end() - 1]}{text}{schema[block.end() - 1:]}'
