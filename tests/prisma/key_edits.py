"""Random edits of keys and indexes in the text of a schema."""
from __future__ import annotations

import re

from tests.prisma.databases import Choices
from tests.prisma.schema_text import blocks_of
from tests.prisma.schema_text import fields_of
from tests.prisma.schema_text import into
from tests.prisma.schema_text import KEY
from tests.prisma.schema_text import put
from tests.prisma.schema_text import without

_WHERE = re.compile(r',? *where: raw\("(?:[^"\\]|\\.)*"\)')
_PARTIAL = '"partialIndexes"'


def _keys(schema: str) -> list[tuple[re.Match[str], re.Match[str]]]:
    """Those below the fields, each with its model."""
    return [
        (block, key) for block in blocks_of(schema, 'model')
        for key in KEY.finditer(schema, block.start(3), block.end(3))
    ]


def move_key(choices: Choices, schema: str) -> str:
    """A key of one field, written on the field or below the fields; a unique for the key."""
    fields = [f for f in fields_of(schema) if re.search(r'@(?:id|unique)\b', f.rest)]
    if not fields:
        return schema
    field = choices.pick(fields)
    kind = 'id' if re.search(r'@id\b', field.rest) else 'unique'
    rest = without(field.rest, kind)
    mapped = re.search(rf'@{kind}\((map: "[^"]*")', field.rest)
    to = kind if not choices.chance(3) else {'id': 'unique', 'unique': 'id'}[kind]
    said = f', {mapped[1]}' if mapped and not choices.chance(3) else ''
    block = next(b for b in blocks_of(schema, 'model') if b[2] == field.model)
    return put(into(schema, block, f'@@{to}([{field.name}]{said})'), field,
                field._replace(rest=rest).write())


def change_key(choices: Choices, schema: str) -> str:
    """The columns of a key or an index: other order, sorted otherwise, one less, one more."""
    keys = [one for one in _keys(schema) if re.search(r'\(\[.*?\](?=[,)])', one[1][0])]
    if not keys:
        return schema
    block, key = choices.pick(keys)
    match = re.search(r'\(\[(.*?)\](?=[,)])', key[0])
    assert match is not None
    names = re.findall(r'\w+(?:\((?:[^()"]|"[^"]*"|\([^()]*\))*\))?', match[1])
    others = [f.name for f in fields_of(schema) if f.model == block[2] and f.name not in names]
    plain = [re.sub(r'\(.*\)', '', name) for name in names]
    inside = choices.one(
        lambda: names[::-1], lambda: names[1:] or names, lambda: plain,
        lambda: [*names, choices.pick(others)] if others else names,
        lambda: [f'{plain[0]}(sort: Desc)', *names[1:]],
        lambda: [f'{name}(sort: Asc)' for name in plain],
        lambda: [f'{plain[0]}(ops: raw("text_pattern_ops"))', *names[1:]],
    )
    text = key[0].replace(match[0], f'([{", ".join(inside)}]')
    return schema[:key.start()] + text + schema[key.end():]


def change_key_setting(choices: Choices, schema: str) -> str:
    """Name, method, predicate of a key or an index."""
    keys = _keys(schema)
    if not keys:
        return schema
    _, key = choices.pick(keys)
    text = key[0]
    new = choices.one(
        lambda: re.sub(r', map: "[^"]*"', '', text),
        lambda: re.sub(r', map: "[^"]*"', '', text)[:-1] + ', map: "named")',
        lambda: text[:-1] + ', name: "named")',
        lambda: re.sub(r', type: \w+', '', text),
        lambda: re.sub(r', type: \w+', '', text)[:-1] + f', type: '
        f'{choices.pick(("BTree", "Hash", "Brin", "Gin", "Gist", "SpGist"))})',
        lambda: _WHERE.sub('', text),
        lambda: re.sub(r'where: raw\("((?:[^"\\]|\\.)*)"\)', r'where: raw("(\1)")', text),
        lambda: re.sub(r'where: raw\("((?:[^"\\]|\\.)*)"\)', 'where: raw("id = 1")', text),
        # Only where the feature is on: without it Prisma refuses what a later one may well accept,
        # and so do we not (docs/levels.md).
        lambda: text[:-1] + ', where: raw("true"))' if _PARTIAL in schema else text,
        lambda: '', lambda: text.replace('@@unique', '@@index'),
        lambda: text.replace('@@index', '@@unique'), lambda: f'{text}\n  {text}',
    )
    return schema[:key.start()] + new + schema[key.end():]
