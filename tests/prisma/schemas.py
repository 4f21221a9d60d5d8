"""Random schemas that Prisma accepts, for Hypothesis."""
from __future__ import annotations

from hypothesis import strategies as st

HEADER = (
    'generator client {\n  provider = "prisma-client-js"\n}\n\n'
    'datasource db {\n  provider = "postgresql"\n}\n'
)
# Types with defaults that fit them; a `?` or `[]` is put behind some.
_SCALARS = {
    'String': ['', '@db.Text', '@db.VarChar', '@db.VarChar(20)', '@db.Char(3)', '@db.Uuid',
               '@db.Xml', '@db.Inet', '@db.VarBit(4)'],
    'Boolean': ['', '@db.Boolean'],
    'Int': ['', '@db.Integer', '@db.SmallInt', '@db.Oid'],
    'BigInt': ['', '@db.BigInt'],
    'Float': ['', '@db.Real', '@db.DoublePrecision'],
    'Decimal': ['', '@db.Decimal', '@db.Decimal(10, 2)', '@db.Money'],
    'DateTime': ['', '@db.Timestamp(6)', '@db.Timestamptz', '@db.Timestamptz(3)', '@db.Date',
                 '@db.Time(6)', '@db.Timetz'],
    'Json': ['', '@db.Json'],
    'Bytes': ['', '@db.ByteA'],
    'Mood': [''],
    'Unsupported("tsvector")': [''],
}
_DEFAULTS = {
    'String': ['"a"', '"it\'s \\"so\\""', 'uuid()', 'cuid()', 'dbgenerated("lower(\'A\')")', '""'],
    'Boolean': ['true', 'false'],
    'Int': ['0', '-5', 'autoincrement()', 'dbgenerated("1 + 2")'],
    'BigInt': ['9007199254740993', 'autoincrement()'],
    'Float': ['1.5', '-0.25'],
    'Decimal': ['12.50', '0'],
    'DateTime': ['now()', '"2020-01-01T00:00:00Z"'],
    'Json': ['"{\\"a\\": [1]}"'],
    'Bytes': ['"AAE="'],
    'Mood': ['happy', 'so_so'],
    'Unsupported("tsvector")': ['dbgenerated("\'\'::tsvector")'],
}
_ENUM = 'enum Mood {\n  happy\n  so_so @map("so so")\n\n  @@map("moods")\n}\n'
_ACTIONS = ['', ', onDelete: Cascade', ', onDelete: NoAction, onUpdate: NoAction',
            ', onDelete: Restrict, onUpdate: Restrict, map: "chosen_{}"']


@st.composite
def _field(draw: st.DrawFn, number: int) -> str:
    scalar = draw(st.sampled_from(sorted(_SCALARS)))
    native = draw(st.sampled_from(_SCALARS[scalar]))
    arity = draw(st.sampled_from(['', '?', '[]']))
    parts = [f'f{number}', scalar + arity]
    default = draw(st.sampled_from(['', *_DEFAULTS[scalar]]))
    if default == 'autoincrement()' and (arity or native == '@db.Oid'):
        default = ''
    if 'lower' in default and native in ('@db.Xml', '@db.Inet', '@db.Uuid', '@db.VarBit(4)'):
        default = ''  # of another type: PostgreSQL casts no text to these by itself
    # Lists of bytes and times have defaults that introspection does not read.
    if arity == '[]' and default and '(' not in default and scalar not in ('Bytes', 'DateTime'):
        default = f'[{default}]'
    elif arity == '[]':
        default = ''
    if default:
        parts.append(f'@default({default})')
    if draw(st.booleans()):
        parts.append(f'@map("column_{number}")')
    is_comparable = scalar in ('String', 'Int', 'DateTime') and native != '@db.Xml'
    if is_comparable and not arity and draw(st.booleans()):
        parts.append(draw(st.sampled_from(['@unique', f'@unique(map: "u{{}}_{number}")'])))
    if native:
        parts.append(native)
    return ' '.join(parts)


@st.composite
def schemas(draw: st.DrawFn) -> str:
    """One to four models, with relations among them."""
    count = draw(st.integers(1, 4))
    fields: list[list[str]] = []
    attributes: list[list[str]] = []
    for number in range(count):
        lines = ['id Int @id @default(autoincrement())']
        lines += [
            draw(_field(i)).replace('{}', str(number)) for i in range(draw(st.integers(0, 6)))
        ]
        fields.append(lines)
        attributes.append([])
        if draw(st.booleans()):
            attributes[number].append(f'@@map("table_{number}")')
        plain = [
            line.split()[0] for line in lines
            if '[]' not in line and line.split()[1].rstrip('?') in ('Int', 'String', 'DateTime')
            and '@db.Xml' not in line
        ]
        if len(plain) > 1 and draw(st.booleans()):
            first, second = draw(st.permutations(plain))[:2]
            attributes[number].append(draw(st.sampled_from([
                f'@@unique([{first}, {second}])',
                f'@@index([{first}(sort: Desc), {second}])',
                f'@@index([{second}], map: "chosen_index_{number}")',
                f'@@index([{first}], type: Hash)',
            ])))
    for number in range(draw(st.integers(0, 3))):
        source, target = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
        kind = draw(st.sampled_from(['many', 'optional', 'one', 'lists']))
        name = f'relation{number}'
        if kind == 'lists':
            fields[source].append(f'a{number} M{target}[] @relation("{name}")')
            fields[target].append(f'b{number} M{source}[] @relation("{name}")')
            continue
        mark = '?' if kind == 'optional' else ''
        unique = ' @unique' if kind == 'one' else ''
        action = draw(st.sampled_from(_ACTIONS)).format(number)
        fields[source].append(f'k{number} Int{mark}{unique}')
        fields[source].append(
            f'a{number} M{target}{mark} @relation("{name}", fields: [k{number}], '
            f'references: [id]{action})',
        )
        back = '?' if kind == 'one' else '[]'
        fields[target].append(f'b{number} M{source}{back} @relation("{name}")')
    blocks = [
        f'model M{number} {{\n' + ''.join(f'  {line}\n' for line in [*lines, *attributes[number]])
        + '}\n' for number, lines in enumerate(fields)
    ]
    return '\n'.join([HEADER, _ENUM, *blocks])
