"""The naming habit a schema shows, and names in that habit for what it does not have yet."""
from __future__ import annotations

import re
from collections.abc import Container
from collections.abc import Iterable
from typing import NamedTuple

from sync_guard.catalog import Name
from sync_guard.prisma.expected import Expected
from sync_guard.prisma.scalars import DEFAULT_TYPES

# Names a model cannot have: those Prisma Client or JavaScript keeps for itself
# (psl, reserved_model_names.rs).
_RESERVED = frozenset((
    'PrismaClient async await break case catch class const continue debugger default delete do '
    'else enum export extends false finally for function if implements import in instanceof '
    'interface let new null package private protected public return super switch this throw true '
    'try using typeof var void while with yield'
).split()) | frozenset(DEFAULT_TYPES)
# Plurals that no rule of English gives away.
_SINGULARS = {
    'people': 'person', 'children': 'child', 'men': 'man', 'women': 'woman', 'movies': 'movie',
    'cookies': 'cookie', 'statuses': 'status', 'viruses': 'virus', 'bonuses': 'bonus',
    'campuses': 'campus', 'aliases': 'alias', 'indices': 'index', 'analyses': 'analysis',
    'series': 'series', 'species': 'species', 'news': 'news', 'lens': 'lens',
    'analytics': 'analytics', 'databases': 'database', 'ties': 'tie', 'pies': 'pie',
}
_INVALID = re.compile('[^a-zA-Z0-9_]')


class Habit(NamedTuple):
    """``camel_fields``: lastSeen for a column last_seen; ``pascal_models``: BlogPost for a table
    blog_post; ``singular``: Post for posts. ``by_column``: a relation is called author for its
    author_id, not user for the model it leads to; ``plural_lists``: its list at the far end posts
    for a model Post, not post. All False: names are as the database has them, and relations as
    ``db pull`` calls them."""

    camel_fields: bool
    pascal_models: bool
    singular: bool
    by_column: bool = False
    plural_lists: bool = False


def habit_of(expected: Expected) -> Habit:
    """What most names in the schema do. A schema without models has no habit: names stay as the
    database has them, as ``db pull`` leaves them."""
    camel = pascal = singular = plural = 0
    has_camel = False
    for table in expected.catalog.tables.values():
        if table.label is None:
            continue
        pascal += _vote(table.label[:1].isupper(), table.label == table.name and '_' in table.name)
        words = pascal_case(table.name)
        if singular_of(words) != words:
            singular += pascal_case(table.label) == singular_of(words)
            plural += pascal_case(table.label) == words
        for column in table.columns or ():
            label = column.label or column.name
            has_camel = has_camel or (label != label.lower() and '_' not in label)
            if '_' in column.name.strip('_'):
                camel += _vote(label == camel_case(column.name), label == column.name)
    by_column, plural_lists = _relation_votes(expected)
    is_pascal = pascal > 0
    return Habit(
        camel > 0 or (camel == 0 and has_camel), is_pascal, singular > plural,
        by_column > 0 or (by_column == 0 and is_pascal),
        plural_lists > 0 or (plural_lists == 0 and is_pascal),
    )


def _relation_votes(expected: Expected) -> tuple[int, int]:
    """How many more relations are called by their columns than by their models, and how many more
    lists by the plural of their models than by the models' very names."""
    by_column = plural_lists = 0
    tables = expected.catalog.tables
    for table in tables.values():
        for key in table.foreign_keys:
            target = tables.get(key.references)
            if table.label is None or target is None or target.label is None or not key.label:
                continue
            column = table.column(key.columns[0]) if len(key.columns) == 1 else None
            stem = None if column is None else stem_of(column.label or column.name)
            model = lower_first(target.label)
            if stem is not None and stem != model:
                by_column += _vote(key.label == stem, key.label == model)
            one = lower_first(table.label)
            is_unique = any({*unique.columns} == {*key.columns} for unique in table.uniques)
            if plural_of(one) != one and not is_unique:
                fields = expected.fields.get(target.label, frozenset())
                plural_lists += _vote(plural_of(one) in fields, one in fields)
    return by_column, plural_lists


def _vote(yes: bool, no: bool) -> int:
    return int(yes) - int(no and not yes)


def field_name(column: str, habit: Habit, taken: Container[str]) -> str:
    """A name for a column's field; where it is another one the field needs ``@map``."""
    name = clean(column) or 'column'
    return free((camel_case(name) if habit.camel_fields else name, name), taken)


def block_name(key: Name, habit: Habit, taken: Container[str]) -> str:
    """A name for the model of a table or the block of an enum; where it is another one the block
    needs ``@@map``."""
    # db pull: a name of which nothing is left gets its schema's in front.
    cleaned = clean(key.name) or clean(f'{key.schema}_{key.name}')
    wanted = cleaned
    if habit.pascal_models:
        wanted = pascal_case(cleaned)
        if habit.singular:
            wanted = singular_of(wanted)
    if wanted in _RESERVED:
        wanted = f'Renamed{wanted}'
    return free((wanted, f'{clean(key.schema)}_{cleaned}'), taken)


def is_reserved(name: str) -> bool:
    """Whether ``db pull`` puts ``Renamed`` in front of a table's name for it to be a model's."""
    return name in _RESERVED and name not in DEFAULT_TYPES


def value_name(text: str, taken: Container[str]) -> str:
    """A name for an enum's label; where it is another one the value needs ``@map``."""
    return free((clean(text) or ('value' if text else 'EMPTY_ENUM_VALUE'),), taken)


def free(names: Iterable[str], taken: Container[str]) -> str:
    """The first name nothing else has, else the last one with a number."""
    name = ''
    for name in names:
        if name not in taken:
            return name
    number = 2
    while f'{name}{number}' in taken:
        number += 1
    return f'{name}{number}'


def clean(name: str) -> str:
    """The name as Prisma's introspection makes an identifier of it: leading characters that are
    no letters go, others that it may not hold become ``_``. May be empty."""
    return _INVALID.sub('_', re.sub('^[^a-zA-Z]+', '', name))


def stem_of(field: str) -> str | None:
    """``author`` for authorId or author_id: what the row is that the field holds the key of."""
    for ending in ('_id', 'Id', '_uuid', 'Uuid'):
        if field.endswith(ending) and field != ending:
            return field[:-len(ending)]
    return None


def lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def camel_case(name: str) -> str:
    """``last_seen`` to lastSeen. What has no ``_`` stays as it is."""
    if '_' not in name.strip('_'):
        return name.lower() if name.isupper() else name
    first, *rest = _words(name)
    return first[:1].lower() + first[1:] + ''.join(_capital(word) for word in rest)


def pascal_case(name: str) -> str:
    """``blog_posts`` to BlogPosts, ``users`` to Users."""
    return ''.join(_capital(word) for word in _words(name)) or name


def _words(name: str) -> list[str]:
    words = [word for word in name.split('_') if word]
    return [word.lower() if word.isupper() else word for word in words]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def singular_of(name: str) -> str:
    """``BlogPosts`` to BlogPost, ``Categories`` to Category: the last word, as English mostly
    does it."""
    match = re.search('[A-Z]?[a-z]+$', name)
    if match is None:
        return name
    word = match[0]
    return name[:match.start()] + _singular(word)


def _singular(word: str) -> str:
    lower = word.lower()
    if lower in _SINGULARS:
        return word[:1] + _SINGULARS[lower][1:]
    if lower.endswith('ies') and len(word) > 4:
        return f'{word[:-3]}y'
    if lower.endswith(('sses', 'shes', 'ches', 'xes', 'zes')):
        return word[:-2]
    if lower.endswith('s') and not lower.endswith(('ss', 'us', 'is')):
        return word[:-1]
    return word


def plural_of(name: str) -> str:
    """``post`` to posts, ``category`` to categories: for the list at the far end of a relation."""
    lower = name.lower()
    if lower.endswith('y') and lower[-2:-1] not in ('a', 'e', 'i', 'o', 'u'):
        return f'{name[:-1]}ies'
    if lower.endswith(('s', 'x', 'z', 'ch', 'sh')):
        return name if _singular(name) != name else f'{name}es'
    return f'{name}s'
