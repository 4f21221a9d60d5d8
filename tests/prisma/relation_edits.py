"""Random edits of relations in the text of a schema, on both their sides."""
from __future__ import annotations

import re

from tests.prisma.databases import Choices
from tests.prisma.schema_text import blocks_of
from tests.prisma.schema_text import fields_of
from tests.prisma.schema_text import into
from tests.prisma.schema_text import put
from tests.prisma.schema_text import without

_ACTIONS = ('Cascade', 'Restrict', 'NoAction', 'SetNull', 'SetDefault')


def change_actions(choices: Choices, schema: str) -> str:
    """Both actions of one relation, each said or left out."""
    fields = [f for f in fields_of(schema, relations=True) if 'fields:' in f.rest]
    if not fields:
        return schema
    field = choices.pick(fields)
    rest = re.sub(r', on(?:Delete|Update): \w+', '', field.rest)
    said = ''.join(
        f', {event}: {choices.pick(_ACTIONS)}' for event in ('onDelete', 'onUpdate')
        if not choices.chance(3)
    )
    rest = re.sub(r'(references: \[[^\]]*\])', rf'\1{said}', rest)
    return put(schema, field, field._replace(rest=rest).write())


def rename_relation(choices: Choices, schema: str) -> str:
    """On both sides: a name changed, or given up where only one relation is between the two."""
    names = re.findall(r'@relation\("((?:[^"\\]|\\.)*)"', schema)
    if not names:
        return schema
    name = choices.pick(names)
    if choices.chance(3):
        schema = schema.replace(f'@relation("{name}", ', '@relation(')
        return schema.replace(f' @relation("{name}")', '')
    new = choices.pick(('named', 'n' * 60, 'AToB', 'with space'))
    return schema.replace(f'@relation("{name}"', f'@relation("{new}"')


def name_relation(choices: Choices, schema: str) -> str:
    """A relation without a name gets one, on both sides: that of a many-to-many names its table."""
    fields = [f for f in fields_of(schema, relations=True) if '@relation("' not in f.rest]
    pairs = [
        (one, other) for one in fields for other in fields
        if one.start < other.start and (one.type, other.type) == (other.model, one.model)
    ]
    if not pairs:
        return schema
    for field in sorted(choices.pick(pairs), key=lambda f: -f.start):
        rest = field.rest
        rest = rest.replace('@relation(', '@relation("named", ') if '@relation' in rest \
            else f'@relation("named") {rest}'
        schema = put(schema, field, field._replace(rest=rest).write())
    return schema


def drop_relation(choices: Choices, schema: str) -> str:
    """Both sides of it, with the columns that hold it or without."""
    fields = fields_of(schema, relations=True)
    if not fields:
        return schema
    field = choices.pick(fields)
    name = re.search(r'@relation\("([^"]*)"', field.rest)
    alike = [
        f for f in fields if (f'@relation("{name[1]}"' in f.rest if name else (
            '@relation("' not in f.rest
            and {(f.model, f.type)} <= {(field.model, field.type), (field.type, field.model)}
        ))
    ]
    held = re.search(r'fields: \[([^\]]*)\]', ''.join(f.rest for f in alike))
    gone = {*held[1].split(', ')} if held and choices.chance(3) else set()
    holders = {f.model for f in alike if 'fields:' in f.rest}
    alike += [f for f in fields_of(schema) if f.model in holders and f.name in gone]
    for one in sorted(alike, key=lambda f: -f.start):
        schema = schema[:one.start] + schema[one.end + 1:]
    return schema


def add_relation(choices: Choices, schema: str) -> str:
    """Over new columns to any key of a model, of several columns too."""
    keys = [
        (block, names[1].split(', ')) for block in blocks_of(schema, 'model')
        for names in re.finditer(r'^  @@(?:id|unique)\(\[([\w, ]*)\]', block[0], re.M)
    ]
    keys += [
        (block, [f.name]) for block in blocks_of(schema, 'model') for f in fields_of(schema)
        if f.model == block[2] and re.search(r'@(?:id|unique)\b', f.rest)
    ]
    if not keys:
        return schema
    target, names = choices.pick(keys)
    source = choices.pick(blocks_of(schema, 'model'))
    columns = {f.name: f for f in fields_of(schema) if f.model == target[2]}
    if not {*names} <= {*columns}:
        return schema
    arity = choices.pick(('?', '?', ''))
    lines = []
    for name in names:
        native = re.search(r'@db\.\w+(?:\([^)]*\))?', columns[name].rest)
        said = native[0] if native else ''
        lines.append(f'to_{name} {columns[name].type}{arity} {said}'.rstrip())
    held = ', '.join(f'to_{name}' for name in names)
    if choices.chance(3):
        lines.append(f'@@unique([{held}])')
    back = '?' if lines[-1].startswith('@@') else '[]'
    said = choices.pick(('', ', onDelete: NoAction', ', onDelete: Cascade, onUpdate: Restrict'))
    lines.append(f'to {target[2]}{arity} @relation("new", fields: [{held}], '
                 f'references: [{", ".join(names)}]{said})')
    for block, text in sorted(
        [(source, '\n  '.join(lines)), (target, f'froms {source[2]}{back} @relation("new")')],
        key=lambda pair: -pair[0].start(),
    ):
        schema = into(schema, block, text)
    return schema


def change_side(choices: Choices, schema: str) -> str:
    """One of many becomes one of one, or the other way."""
    fields = [
        f for f in fields_of(schema) if re.search(rf'fields: \[{f.name}\]', schema)
    ]
    if not fields:
        return schema
    field = choices.pick(fields)
    holder = next((f for f in fields_of(schema, relations=True) if f.model == field.model
                   and f'fields: [{field.name}]' in f.rest), None)
    if holder is None:
        return schema
    was_one = '@unique' in field.rest
    rest = without(field.rest, 'unique') if was_one else f'{field.rest} @unique'
    name = re.search(r'@relation\("[^"]*"', holder.rest)
    backs = [
        f for f in fields_of(schema, relations=True)
        if (f.model, f.type) == (holder.type, holder.model) and 'fields:' not in f.rest
        and (name[0] in f.rest if name else '@relation("' not in f.rest)
    ]
    edits = [(field, field._replace(rest=rest))]
    edits += [(back, back._replace(arity='[]' if was_one else '?')) for back in backs]
    for old, new in sorted(edits, key=lambda pair: -pair[0].start):
        schema = put(schema, old, new.write())
    return schema
