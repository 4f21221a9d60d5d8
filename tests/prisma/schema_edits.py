"""Random edits to the text of a schema, one at a time. What comes out may be a schema that Prisma
refuses."""
from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Sequence
from typing import NamedTuple

from tests.prisma.databases import Choices

_BLOCK = re.compile(r'^(model|enum|view|datasource|generator) (\w+) \{$', re.M)
_ARGUMENTS = r'\((?:[^()"]|"(?:[^"\\]|\\.)*"|\((?:[^()"]|"(?:[^"\\]|\\.)*")*\))*\)'
_ATTRIBUTE = re.compile(rf'@@?[\w.]+(?:{_ARGUMENTS})?')
_FIELD = re.compile(r'^  (\w+)( +)(\w+(?:\("(?:[^"\\]|\\.)*"\))?)(\[\]|\?)?(.*)$')
_SCALARS = {
    'String': ('', '@db.Text', '@db.VarChar', '@db.VarChar(20)', '@db.VarChar(10)', '@db.Char(3)',
               '@db.Uuid', '@db.Inet', '@db.Xml', '@db.Bit(3)', '@db.VarBit', '@db.Citext'),
    'Boolean': ('', '@db.Boolean'),
    'Int': ('', '@db.Integer', '@db.SmallInt', '@db.Oid'),
    'BigInt': ('', '@db.BigInt'),
    'Float': ('', '@db.Real', '@db.DoublePrecision'),
    'Decimal': ('', '@db.Decimal', '@db.Decimal(10, 2)', '@db.Decimal(5, 0)', '@db.Money'),
    'DateTime': ('', '@db.Timestamp', '@db.Timestamp(6)', '@db.Timestamp(3)', '@db.Timestamptz',
                 '@db.Timestamptz(6)', '@db.Timestamptz(3)', '@db.Date', '@db.Time', '@db.Time(6)',
                 '@db.Timetz(2)'),
    'Json': ('', '@db.JsonB', '@db.Json'),
    'Bytes': ('', '@db.ByteA'),
    'Unsupported("interval")': ('',),
}
_DEFAULTS = {
    'String': ('"a"', '""', '"it\'s"', 'uuid()', 'cuid()', 'dbgenerated("gen_random_uuid()")',
               'dbgenerated("lower(\'A\'::text)")', 'dbgenerated("\'a\'::text")'),
    'Boolean': ('true', 'false', 'dbgenerated("(1 = 1)")'),
    'Int': ('0', '-5', '7', 'autoincrement()', 'dbgenerated("(1 + 2)")'),
    'BigInt': ('0', '7', 'autoincrement()'),
    'Float': ('1.5', '0', '0.0'),
    'Decimal': ('12.5', '0', '12.50'),
    'DateTime': ('now()', 'dbgenerated("now()")', 'dbgenerated("CURRENT_TIMESTAMP")',
                 '"2020-01-02T00:00:00Z"', 'dbgenerated("NOW()")'),
    'Json': ('"{}"', '"{ }"', '"[]"', '"{\\"a\\":1}"'),
    'Bytes': ('"AP8="', '""'),
}
_ACTIONS = ('Cascade', 'Restrict', 'NoAction', 'SetNull', 'SetDefault')


class _Line(NamedTuple):
    """One line of a block: `start` and `end` are offsets into the schema."""

    keyword: str
    block: str
    start: int
    end: int
    text: str


class Field(NamedTuple):
    name: str
    type: str
    arity: str
    rest: str

    def write(self) -> str:
        return f'  {self.name} {self.type}{self.arity} {self.rest}'.rstrip()


def schema_edit(choices: Choices, schema: str, *, every: bool = False) -> str:
    """The schema with one thing changed, or (where the edit drawn finds nothing) as it was. With
    ``every``, changes too that Prisma is likely to refuse, or reads in ways of its own."""
    lines = _lines(schema)
    if every:
        from tests.prisma.more_schema_edits import another_edit
        from tests.prisma.other_schema_edits import other_edit
        family = choices.number(4)
        if family:
            return (other_edit if family == 1 else another_edit)(choices, schema)
    edit: Callable[[Choices, str, list[_Line]], str] = choices.pick((
        _edit_field, _edit_field, _edit_field, _edit_attribute, _edit_attribute, _edit_block,
        _add_block_attribute, _edit_relation, _edit_relation, _edit_enum, _drop_line,
    ))
    return edit(choices, schema, lines)


def _lines(schema: str) -> list[_Line]:
    found = []
    for block in _BLOCK.finditer(schema):
        close = schema.index('\n}', block.end())
        start = block.end() + 1
        while start <= close:
            end = schema.index('\n', start)
            found.append(_Line(block[1], block[2], start, end, schema[start:end]))
            start = end + 1
    return found


def _replaced(schema: str, line: _Line, text: str | None) -> str:
    if text is None:
        return schema[:line.start] + schema[line.end + 1:]
    return schema[:line.start] + text + schema[line.end:]


def _fields(schema: str, lines: Sequence[_Line]) -> list[tuple[_Line, Field]]:
    """The scalar fields."""
    models = {block[2] for block in _BLOCK.finditer(schema) if block[1] == 'model'}
    found = []
    for line in lines:
        match = _FIELD.match(line.text)
        if match is not None and line.keyword == 'model' and match[3] not in models:
            found.append((line, Field(match[1], match[3], match[4] or '', match[5].strip())))
    return found


def _edit_field(choices: Choices, schema: str, lines: list[_Line]) -> str:
    fields = _fields(schema, lines)
    if not fields:
        return schema
    line, field = choices.pick(fields)
    without_default = _without(field.rest, 'default')
    without_native = _ATTRIBUTE.sub(lambda m: '' if m[0].startswith('@db.') else m[0], field.rest)
    enums = tuple(block[2] for block in _BLOCK.finditer(schema) if block[1] == 'enum')
    scalar = choices.pick((*_SCALARS, *enums))
    natives = _SCALARS.get(field.type, ('',))
    default = choices.pick(_DEFAULTS.get(field.type, ('a',)))
    if field.arity == '[]':
        default = choices.pick(('[]', f'[{default}]'))
    edited = choices.pick((
        field._replace(arity={'': '?', '?': '', '[]': ''}[field.arity]),
        field._replace(arity='[]' if field.arity != '[]' else '?'),
        field._replace(rest=f'{without_native} {choices.pick(natives)}'),
        field._replace(rest=f'{without_native} {choices.pick(natives)}'),
        field._replace(
            type=scalar, rest=f'{_without(without_native, "default")} '
                              f'{choices.pick(_SCALARS.get(scalar, ("",)))}'),
        field._replace(rest=f'{without_default} @default({default})'),
        field._replace(rest=f'{without_default} @default({default})'),
        field._replace(rest=without_default),
        field._replace(rest=f'{_without(field.rest, "map")} @map("mapped")'),
        field._replace(rest=_without(field.rest, 'map')),
        field._replace(name='other', rest=field.rest if '@map' in field.rest
                       else f'{field.rest} @map("{field.name}")'),
        field._replace(name='other'),
        field._replace(rest=f'{field.rest} @unique'),
        field._replace(rest=f'{field.rest} @ignore'),
        field._replace(rest=f'{field.rest} @updatedAt'),
        field._replace(rest=f'{field.rest} // a comment'),
        field._replace(rest=f'{_without(field.rest, "id")} @id'),
    ))
    return _replaced(schema, line, edited.write())


def _without(rest: str, attribute: str) -> str:
    return _ATTRIBUTE.sub(
        lambda m: '' if re.match(rf'@{attribute}\b', m[0]) else m[0], rest).strip()


def _edit_attribute(choices: Choices, schema: str, lines: list[_Line]) -> str:
    """Change something within an attribute of a key, an index or a name."""
    found = [
        (line, match) for line in lines for match in _ATTRIBUTE.finditer(line.text)
        if match[0].lstrip('@').split('(')[0] in ('id', 'unique', 'index', 'map', 'default')
    ]
    if not found:
        return schema
    line, match = choices.pick(found)
    text = match[0]
    name = text.split('(')[0]
    columns = re.search(r'\[([^\]]*)\]', text)
    edited = ['', re.sub(r',? ?map: "[^"]*"', '', text).replace('()', '')]
    if name in ('@map', '@@map'):
        edited += [f'{name}("renamed")']
    elif name == '@default':
        edited += [
            re.sub(r'"(.*)"', lambda m: m[0].upper(), text) if 'dbgenerated' in text else text,
            text.replace('::text', ''),
        ]
    else:
        plain = re.sub(r',? ?map: "[^"]*"', '', text)
        inside = plain.partition('(')[2][:-1]
        edited.append(f'{name}({inside}{", " if inside else ""}map: "renamed")')
        edited.append(re.sub(r',? ?(?:type|ops|sort|where): \w+(?:\([^)]*\))?', '', text))
    if columns is not None and name.startswith('@@'):
        names = columns[1].split(', ')
        inside = choices.pick((
            ', '.join(reversed(names)), ', '.join(names[:1]), f'{names[0]}(sort: Desc)',
            ', '.join([*names, 'id']),
        ))
        edited += [text.replace(columns[0], f'[{inside}]')] * 3
        edited.append(text.replace(name, choices.pick(('@@unique', '@@index', '@@id'))))
        if name == '@@index' and 'type:' not in text:
            edited.append(f'{text[:-1]}, type: {choices.pick(("Hash", "BTree"))})')
    new = choices.pick(edited)
    return _replaced(schema, line, line.text[:match.start()] + new + line.text[match.end():])


def _add_block_attribute(choices: Choices, schema: str, lines: list[_Line]) -> str:
    fields = _fields(schema, lines)
    if not fields:
        return schema
    model = choices.pick(fields)[0].block
    names = choices.some([f.name for line, f in fields if line.block == model], 2)
    listed = ', '.join(names)
    text = choices.pick((
        f'@@index([{listed}])', f'@@unique([{listed}])', f'@@index([{listed}], map: "named")',
        f'@@unique([{listed}], map: "named")', f'@@index([{names[0]}(sort: Desc)])', '@@ignore',
        f'@@id([{listed}])', f'@@index([{listed}], type: Hash)', '/// a comment', 'added Int?',
        'added String @default("a") @map("b")', f'@@unique([{listed}], name: "named")',
        '@@map("mapped")', 'added Int @default(autoincrement())', 'added DateTime @updatedAt',
    ))
    last = [line for line in lines if line.block == model][-1]
    return schema[:last.end] + f'\n  {text}' + schema[last.end:]


def _edit_block(choices: Choices, schema: str, lines: list[_Line]) -> str:
    blocks = [b for b in _BLOCK.finditer(schema) if b[1] in ('model', 'enum')]
    place = '' if 'schemas' not in schema else '\n  @@schema("public")'
    added = choices.pick((
        f'model added {{\n  id Int @id{place}\n}}\n',
        f'model added {{\n  id Int @id\n  @@map("users"){place}\n}}\n',
        f'model added {{\n  a String @unique\n  @@ignore{place}\n}}\n',
        f'enum added {{\n  a\n  b{place}\n}}\n',
    ))
    if not blocks or choices.chance(4):
        return f'{schema}\n{added}'
    block = choices.pick(blocks)
    name = block[2]
    close = schema.index('\n}', block.end()) + 2
    body = schema[block.start():close]
    mapped = '' if '@@map' in body else f'\n  @@map("{name}")'
    kind = choices.number(5)
    if kind == 0:
        return schema[:block.start()] + schema[close:]
    if kind in (1, 2):
        # The block and what refers to it by another name; 1 keeps the name in the database.
        inside = body[:-2] + (mapped if kind == 1 else '') + '\n}'
        whole = schema[:block.start()] + inside + schema[close:]
        renamed = re.sub(rf'^(  \w+ +){name}(?=[\[? ]|$)', r'\1Renamed', whole, flags=re.M)
        return re.sub(rf'^{block[1]} {name} ', f'{block[1]} Renamed ', renamed, flags=re.M)
    if kind == 3:
        return re.sub(r'provider = "postgresql"', 'provider = "postgresql"\n  '
                      + choices.pick(('relationMode = "prisma"', 'relationMode = "foreignKeys"')),
                      schema)
    return re.sub(r'schemas\s*=\s*\[.*\]', choices.pick((
        'schemas = ["public"]', 'schemas = ["other", "public"]',
        'schemas = ["public", "other", "third"]')), schema)


def _edit_relation(choices: Choices, schema: str, lines: list[_Line]) -> str:
    holding = [
        line for line in lines
        if '@relation(' in line.text and 'fields:' in line.text and _FIELD.match(line.text)
    ]
    fields = _fields(schema, lines)
    kind = choices.number(8)
    if kind == 0 or not holding:
        return _new_relation(choices, schema, lines)
    line = choices.pick(holding)
    text = line.text
    if kind == 1:
        # Both sides of it away.
        name = re.search(r'@relation\("([^"]*)"', text)
        match = _FIELD.match(text)
        assert match is not None
        other = [
            one for one in lines if one is not line and (
                f'@relation("{name[1]}"' in one.text if name
                else one.block == match[3] and re.match(rf'  \w+ +{line.block}\b', one.text)
            )
        ]
        for one in sorted([line, *other[:1]], key=lambda one: -one.start):
            schema = _replaced(schema, one, None)
        return schema
    if kind == 2:
        # Whether it must be there, with the columns that hold it.
        match = _FIELD.match(text)
        assert match is not None
        arity = '' if match[4] else '?'
        held = re.search(r'fields: \[([^\]]*)\]', text)
        names = held[1].split(', ') if held else []
        changed = [
            (one, f.write() if one.block != line.block or f.name not in names
             else f._replace(arity=arity).write()) for one, f in fields
        ]
        changed.append((line, Field(match[1], match[3], arity, match[5].strip()).write()))
        for one, new in sorted(changed, key=lambda pair: -pair[0].start):
            schema = _replaced(schema, one, new)
        return schema
    edited = [
        re.sub(r', on(?:Delete|Update): \w+', '', text),
        re.sub(r', onDelete: \w+', '', text),
        re.sub(r', onUpdate: \w+', '', text),
        re.sub(r', map: "[^"]*"', '', text),
        re.sub(r'\)$', ', map: "renamed")', re.sub(r', map: "[^"]*"', '', text)),
        *(re.sub(r'\)$', f', {event}: {choices.pick(_ACTIONS)})',
                 re.sub(rf', {event}: \w+', '', text)) for event in ('onDelete', 'onUpdate')),
        re.sub(r'\[(\w+), (\w+)\]', r'[\2, \1]', text),
        re.sub(r'(fields: )\[(\w+), (\w+)\]', r'\1[\3, \2]', text),
        re.sub(r'references: \[(\w+)', f'references: [{choices.pick(fields)[1].name}', text),
        re.sub(r'fields: \[(\w+)', f'fields: [{choices.pick(fields)[1].name}', text),
    ]
    return _replaced(schema, line, choices.pick(edited))


def _new_relation(choices: Choices, schema: str, lines: list[_Line]) -> str:
    """To a field that is a key of its own: many to many, or over a new column or an old one."""
    ids = [(line, f) for line, f in _fields(schema, lines) if re.search(r'@id\b', f.rest)]
    if not ids:
        return schema
    (source, field), (target, key) = choices.pick(ids), choices.pick(ids)
    kind = choices.number(4)
    native = ' '.join(m for m in _ATTRIBUTE.findall(key.rest) if m.startswith('@db.'))
    back = f'backs {source.block}[] @relation("new")'
    relation = f'@relation("new", fields: [HELD], references: [{key.name}])'
    text = (
        f'news {target.block}[] @relation("new")',
        f'newKey {key.type}? {native}\n  new {target.block}? ' + relation.replace('HELD', 'newKey'),
        f'new {target.block} ' + relation.replace('HELD', field.name),
        f'newKey {key.type} @unique {native}\n  new {target.block} '
        + relation.replace('HELD', 'newKey'),
    )[kind]
    if kind > 1:
        back = f'backs {source.block}? @relation("new")'
    for line, new in sorted([(source, text), (target, back)], key=lambda pair: -pair[0].start):
        schema = schema[:line.end] + f'\n  {new}' + schema[line.end:]
    return schema


def _edit_enum(choices: Choices, schema: str, lines: list[_Line]) -> str:
    values = [
        line for line in lines
        if line.keyword == 'enum' and re.match(r'  [A-Za-z]', line.text)
    ]
    if not values:
        return schema
    line = choices.pick(values)
    value = line.text.split()[0]
    return _replaced(schema, line, choices.pick((
        None, f'{line.text}\n  added', f'  added\n{line.text}', f'  {value} @map("mapped")',
        f'  {value}', line.text.replace(value, 'renamed', 1), f'{line.text} // a comment',
        f'  renamed @map("{value}")',
    )))


def _drop_line(choices: Choices, schema: str, lines: list[_Line]) -> str:
    line = choices.pick([one for one in lines if one.keyword in ('model', 'enum')] or lines)
    return _replaced(schema, line, choices.pick((None, f'  // {line.text.strip()}')))
