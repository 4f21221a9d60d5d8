"""Random edits of names and blocks in the text of a schema, with all that refers to them."""
from __future__ import annotations

import re

from tests.prisma.databases import Choices
from tests.prisma.schema_text import BLOCK
from tests.prisma.schema_text import blocks_of
from tests.prisma.schema_text import fields_of
from tests.prisma.schema_text import KEY
from tests.prisma.schema_text import put
from tests.prisma.schema_text import without
from tests.prisma.schema_text import word

_NEW_NAMES = ('renamed', 'Renamed2', 'r' * 70, 'with_Both', 'users')


def rename_field(choices: Choices, schema: str) -> str:
    """With all that refers to it; its name in the database kept, or lost."""
    fields = [f for f in fields_of(schema) if 'Unsupported' not in f.type]
    if not fields:
        return schema
    field, new = choices.pick(fields), choices.pick(_NEW_NAMES)
    rest = field.rest
    if choices.chance(3):
        rest = without(rest, 'map')
    elif '@map' not in rest:
        rest += f' @map("{field.name}")'
    schema = put(schema, field, field._replace(name=new, rest=rest).write())

    def in_model(block: re.Match[str]) -> str:
        body = block[0]
        if block[2] == field.model:
            body = KEY.sub(lambda key: re.sub(
                r'\[.*?\](?=[,)])', lambda m: word(m[0], field.name, new), key[0], count=1), body)
            body = re.sub(r'fields: \[[^\]]*\]', lambda m: word(m[0], field.name, new), body)
        return re.sub(
            rf'^(  \w+ +{field.model}\??[ ].*references: )(\[[^\]]*\])',
            lambda m: m[1] + word(m[2], field.name, new), body, flags=re.M)

    return BLOCK.sub(in_model, schema)


def rename_model(choices: Choices, schema: str) -> str:
    """With the fields of its type; @@map kept, lost or added."""
    return _rename_block(choices, schema, 'model')


def rename_enum(choices: Choices, schema: str) -> str:
    return _rename_block(choices, schema, 'enum')


def _rename_block(choices: Choices, schema: str, keyword: str) -> str:
    blocks = blocks_of(schema, keyword)
    if not blocks:
        return schema
    block, new = choices.pick(blocks), choices.pick(('Renamed', 'Zz', 'a', 'r' * 66))
    body = block[3]
    if choices.chance(3):
        body = re.sub(r'\n*  @@map\("(?:[^"\\]|\\.)*"\)', '', body)
    elif '@@map' not in body:
        body += f'\n  @@map("{block[2]}")\n'
    whole = f'{schema[:block.start()]}{keyword} {new} {{\n{body}}}{schema[block.end():]}'
    return re.sub(rf'^(  \w+ +){block[2]}(?=[\[? \n])', rf'\g<1>{new}', whole, flags=re.M)


def rename_value(choices: Choices, schema: str) -> str:
    """Of an enum, with the defaults that have it; its name in the database kept, or lost."""
    enums = blocks_of(schema, 'enum')
    values = [(e, v) for e in enums for v in re.finditer(
        r'^  (\w+)( @map\(.*\))?$', e[0], re.M)]
    if not values:
        return schema
    enum, value = choices.pick(values)
    mapped = '' if choices.chance(3) else value[2] or f' @map("{value[1]}")'
    start = enum.start() + value.start()
    end = enum.start() + value.end()
    schema = f'{schema[:start]}  renamed{mapped}{schema[end:]}'
    return re.sub(
        rf'^(  \w+ +{enum[2]}[\[\]?]* .*@default\()(\[?.*?\]?)(\).*)$',
        lambda m: m[1] + word(m[2], value[1], 'renamed') + m[3], schema, flags=re.M)


def reorder(choices: Choices, schema: str) -> str:
    """Blocks, fields, values: Prisma looks at no order of them."""
    blocks = [*BLOCK.finditer(schema)]
    if not blocks:
        return schema
    block = choices.pick(blocks)
    if choices.chance(3):
        return f'{schema[:block.start()]}{schema[block.end():]}\n{block[0]}\n'
    lines = [line for line in block[3].split('\n') if line.strip() and '//' not in line]
    return f'{schema[:block.start(3)]}' + '\n'.join(reversed(lines)) + f'\n{schema[block.end(3):]}'


def write_otherwise(choices: Choices, schema: str) -> str:
    """The same schema in other signs."""
    return choices.one(
        lambda: schema.replace('\n', '\r\n'),
        lambda: re.sub(r'(?m)^  ', '\t', schema),
        lambda: re.sub(r' +', ' ', schema),
        lambda: schema.replace('fields: ', 'fields:').replace('[', '[ ').replace(']', ' ]')
        .replace('[  ]', '[]'),
        lambda: '\ufeff' + schema,
        lambda: schema.replace(' {\n', ' { // said\n\n\n'),
        lambda: re.sub(r'@@(id|unique|index)\(\[', r'@@\1(fields: [', schema),
        lambda: re.sub(r'(@unique|@id)\b(?!\()', r'\1()', schema),
        lambda: re.sub(r'@map\("', '@map(name: "', schema),
        lambda: re.sub(r'@default\((?=["\w-])', '@default(value: ', schema),
        lambda: re.sub(r'@relation\("', '@relation(name: "', schema),
    )


def add_block(choices: Choices, schema: str) -> str:
    """A model of all kinds of columns, or an enum, that no migration makes."""
    place = '  @@schema("public")\n' if 'schemas' in schema else ''
    return f'{schema}\n' + choices.pick((
        f'model Fresh {{\n  a Int\n  b String @db.Uuid\n  @@id([a, b])\n{place}}}\n',
        f'enum Fresh {{\n  one\n  two @map("2")\n{place}}}\n',
        'model Fresh {\n  id BigInt @id @default(autoincrement())\n  selves Fresh[] @relation("s")'
        f'\n  back Fresh[] @relation("s")\n{place}}}\n',
        f'/// said\nmodel Fresh {{\n  id Int @unique\n  @@ignore\n{place}}}\n',
    ))


def empty_block(choices: Choices, schema: str) -> str:
    """A block away, with the relations to it, or the fields that have its type."""
    blocks = [*BLOCK.finditer(schema)]
    if not blocks:
        return schema
    block = choices.pick(blocks)
    schema = schema[:block.start()] + schema[block.end():]
    return re.sub(rf'^  \w+ +{block[2]}[\[\]?]*(?: .*)?\n', '', schema, flags=re.M)
