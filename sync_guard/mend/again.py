"""What ``prisma db pull`` makes of a schema that is there already, member by member: what it would
change is edited where it stands, so that comments, order and layout stay."""
from __future__ import annotations

import json
import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from typing import Any
from typing import NamedTuple

from sync_guard.catalog import Catalog
from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.mend.edits import Edit
from sync_guard.mend.edits import edited
from sync_guard.mend.edits import indent_in
from sync_guard.mend.edits import insert_lines
from sync_guard.mend.edits import line_end
from sync_guard.mend.edits import line_start
from sync_guard.mend.edits import remove_lines
from sync_guard.prisma.parser import read_file
from sync_guard.prisma.pull.database import is_known
from sync_guard.prisma.pull.kept import kept_of
from sync_guard.prisma.schema import gather
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.syntax import Argument
from sync_guard.prisma.syntax import Attribute
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import EnumValue
from sync_guard.prisma.syntax import Field
from sync_guard.prisma.syntax import SchemaFile
from sync_guard.prisma.syntax import Text

_FEATURE = 'partialIndexes'
_REMARKS = re.compile(r'\A(?:///.*\n)+')
# What an argument without a name is called.
_UNNAMED = {
    'id': 'fields', 'unique': 'fields', 'index': 'fields', 'default': 'value', 'schema': 'map',
    'relation': 'name', 'map': 'name',
}
Member = Field | EnumValue
# The blocks that are pulled, by keyword and name.
Fresh = dict[tuple[str, str], SchemaFile]


class Doubt(NamedTuple):
    """Tables of which the migrations do not say what is in them, whose models stay as they are;
    and those that may have more than is known."""

    unknown: frozenset[Name]
    uncertain: frozenset[Name]


def pull_again(texts: Mapping[str, str], catalog: Catalog, prisma: int | None) -> dict[str, str]:
    """The files of a schema, by path, as pulled again from the catalog, and what ``db pull`` loses.
    New models and enums come at the end of the file with the datasource. For a schema that Prisma
    takes; Python's line ends."""
    from sync_guard.prisma.pull import pulled_blocks

    files = [read_file(path, text) for path, text in texts.items()]
    schema = gather(files)
    partial = prisma is None or prisma >= 7
    blocks = pulled_blocks(
        catalog, schema.settings.schemas, partial=partial, datasource=schema.settings.datasource,
        kept=kept_of(schema), emulated=schema.settings.relation_mode == 'prisma',
    )
    fresh: Fresh = {(b.keyword, b.name): f for text in blocks for f, b in _parsed(text)}
    features = _FEATURE if any('where: raw(' in text for text in blocks) else None
    doubt = Doubt(
        frozenset(t.key for t in catalog.tables.values() if not is_known(t)),
        frozenset(t.key for t in catalog.tables.values() if t.uncertain is not None),
    )
    changed = {
        file.path: edited(file.text, [*_edits(file, fresh, schema, doubt)]) for file in files
    }
    there = {(block.keyword, block.name) for file in files for block in file.tree}
    home = next(
        (f.path for f in files if any(b.keyword == 'datasource' for b in f.tree)), files[0].path,
    )
    # A table without columns is commented out: that is no block. What is remarked above it may be
    # another thing now.
    new = [
        text for text in blocks
        if not any((b.keyword, b.name) in there for _, b in _parsed(text))
        and _REMARKS.sub('', text).strip() not in changed[home]
    ]
    changed[home] = '\n'.join([changed[home].rstrip('\n') + '\n', *new])
    if features is not None and _FEATURE not in schema.settings.preview_features:
        changed = {path: _with_feature(text) for path, text in changed.items()}
    return changed


def _parsed(text: str) -> Iterator[tuple[SchemaFile, Block]]:
    file = read_file('', text)
    return ((file, block) for block in file.tree)


def _edits(
    file: SchemaFile, fresh: Fresh, schema: Schema, doubt: Doubt,
) -> Iterator[Edit]:
    for block in file.tree:
        model = schema.models.get(block.name) if block.keyword == 'model' else None
        if block.keyword not in ('model', 'enum') or (
            model is not None and model.key in doubt.unknown
        ):
            continue
        found = fresh.get((block.keyword, block.name))
        if found is None:
            yield _without_block(file, block)
        elif model is not None and is_managed(model.key.schema):
            # How the platform shapes its tables is not the migrations' to say.
            wanted = found.tree[0]
            names = {field.name for field in block.fields}
            new = (
                field for field in wanted.fields
                if field.name not in names and ('model', field.type.name) in fresh
            )
            wanted = wanted._replace(fields=(*block.fields, *new))
            yield from _members(file, block, found, wanted, schema, doubt)
        else:
            yield from _members(file, block, found, found.tree[0], schema, doubt)
            yield from _attributes(file, block, found, found.tree[0])


def _members(
    file: SchemaFile, block: Block, pulled: SchemaFile, wanted: Block, schema: Schema,
    doubt: Doubt,
) -> Iterator[Edit]:
    new = {member.name: member for member in wanted.members}
    old = {member.name: member for member in block.members}
    for name, member in old.items():
        if name not in new:
            if not _stays(member, block, schema, doubt):
                yield remove_lines(file, member.start, member.end)
        elif meaning(member) != meaning(new[name]):
            yield from _changed(file, member, pulled, new[name])
    # A new member comes behind the one that is before it in the database.
    before = block.body
    for name, member in new.items():
        if name in old:
            before = line_end(file, old[name].end)
        else:
            yield insert_lines(file, before, [indent_in(file, block) + _text(pulled, member)])


def _changed(
    file: SchemaFile, member: Member, pulled: SchemaFile, wanted: Member,
) -> Iterator[Edit]:
    """Its type and its attributes, each where it stands."""
    end = member.start + len(member.name)
    if isinstance(member, Field) and isinstance(wanted, Field):
        end = member.type.end
        made = pulled.text[wanted.type.start:wanted.type.end]
        if made != file.text[member.type.start:end]:
            yield Edit(file.path, member.type.start, end, made)
    bare = member._replace(attributes=wanted.attributes)
    if meaning(bare) != meaning(member):
        attributes = _spelled(pulled, wanted.attributes)
        if member.attributes and attributes:
            first, last = member.attributes[0], member.attributes[-1]
            yield Edit(file.path, first.start, last.end, attributes)
        else:
            behind = member.attributes[-1].end if member.attributes else end
            yield Edit(file.path, end, behind, f' {attributes}' if attributes else '')


def _stays(member: Member, block: Block, schema: Schema, doubt: Doubt) -> bool:
    """Relations that no foreign key stands for: those to views, and all of ``relationMode =
    "prisma"``. And what may be there for all that is known."""
    model = schema.models.get(block.name)
    if model is not None and model.key in doubt.uncertain:
        return True
    other = schema.models.get(member.type.name) if isinstance(member, Field) else None
    if other is None:
        return False
    return (
        schema.settings.relation_mode == 'prisma'
        or 'view' in (block.keyword, other.block.keyword)
        or other.key in doubt.unknown
    )


def _attributes(
    file: SchemaFile, block: Block, pulled: SchemaFile, wanted: Block,
) -> Iterator[Edit]:
    old = {
        meaning(one): one for one in block.attributes if not _says_nothing(one, block.name)
    }
    new = {meaning(attribute): attribute for attribute in wanted.attributes}
    missing = [one for said, one in new.items() if said not in old]
    for said, attribute in old.items():
        if said in new:
            continue
        same = next((one for one in missing if _about(one) == _about(attribute)), None)
        if same is None:
            yield remove_lines(file, attribute.start, attribute.end)
        else:
            missing.remove(same)
            made = pulled.text[same.start:same.end]
            yield Edit(file.path, attribute.start, attribute.end, made)
    if missing:
        last = max((attribute.end for attribute in block.attributes), default=None)
        at = line_start(file, block.close) if last is None else line_end(file, last)
        indent = indent_in(file, block)
        lines = [indent + pulled.text[one.start:one.end] for one in missing]
        yield insert_lines(file, at, lines if last is not None else ['', *lines])


def _about(attribute: Attribute) -> str:
    """What makes it the same one with other arguments."""
    value = attribute.argument(_UNNAMED.get(attribute.name, ''), unnamed=True)
    if attribute.name in ('unique', 'index'):
        return f'{attribute.name} {json.dumps(_plain(value))}'
    return attribute.name


def meaning(node: Member | Attribute) -> str:
    """A text, equal for two that say the same, be their attributes and arguments in any order."""
    if isinstance(node, Attribute):
        return json.dumps(_plain(node), sort_keys=True)
    attributes = sorted(
        meaning(one) for one in node.attributes if not _says_nothing(one, node.name)
    )
    type_ = (node.type.name, node.type.arity, node.type.database) if isinstance(node, Field) else ()
    return json.dumps([type_, attributes])


def _says_nothing(attribute: Attribute, name: str) -> bool:
    """``phase String @map("phase")``, which ``db pull`` keeps too."""
    value = attribute.argument('name', unnamed=True)
    return attribute.name == 'map' and isinstance(value, Text) and value.value == name


def _plain(node: Any) -> Any:
    """A node without its places; arguments by their names."""
    if isinstance(node, Attribute):
        unnamed = _UNNAMED.get(node.name, '')
        return {'@': node.name, **{
            f'{one.name or unnamed}{number if not (one.name or unnamed) else ""}': _plain(one.value)
            for number, one in enumerate(node.arguments)
        }}
    if isinstance(node, Argument):
        return [node.name, _plain(node.value)]
    if isinstance(node, tuple) and hasattr(node, '_fields'):
        return [type(node).__name__, *(
            _plain(value) for name, value in zip(node._fields, node) if name not in ('start', 'end')
        )]
    return [_plain(one) for one in node] if isinstance(node, tuple) else node


def _text(file: SchemaFile, member: Member) -> str:
    """The member with single blanks between its parts."""
    parts = [member.name]
    if isinstance(member, Field):
        parts.append(file.text[member.type.start:member.type.end])
    return ' '.join([*parts, _spelled(file, member.attributes)]).rstrip()


def _spelled(file: SchemaFile, attributes: Iterable[Attribute]) -> str:
    return ' '.join(file.text[one.start:one.end] for one in attributes)


def _without_block(file: SchemaFile, block: Block) -> Edit:
    """The block with the ``///`` lines above it and one blank line."""
    start = line_start(file, block.start)
    above = re.search(r'(?:^[ \t]*///.*\n)*\Z', file.text[:start], re.M)
    start = above.start() if above is not None else start
    end = line_end(file, block.close)
    if file.text[end:end + 1] == '\n':
        end += 1
    return Edit(file.path, start, end, '', True)


def _with_feature(text: str) -> str:
    """The text with the preview feature in each of its generators for the client."""
    edits = []
    file = read_file('', text)
    for block in file.tree:
        if block.keyword != 'generator' or 'prisma-client' not in text[block.start:block.end]:
            continue
        listed = next((p for p in block.properties if p.name == 'previewFeatures'), None)
        if listed is None:
            at = block.close
            edits.append(Edit('', at, at, f'  previewFeatures = ["{_FEATURE}"]\n'))
        else:
            inner = text.rfind(']', listed.start, listed.end)
            rest = text[text.find('[', listed.start) + 1:inner].strip()
            edits.append(Edit('', inner, inner, f', "{_FEATURE}"' if rest else f'"{_FEATURE}"'))
    return edited(text, edits)
