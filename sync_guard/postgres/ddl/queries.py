"""Relations made by queries: CREATE VIEW, CREATE MATERIALIZED VIEW, CREATE TABLE … AS.

A query is read for two things only: which relations it reads, and its columns where the select
list is plain (columns, ``*``, casts). Everything else is left unknown.
"""
from __future__ import annotations

from sync_guard.catalog import BUILT_IN
from sync_guard.postgres.ddl import reads
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.cursor import Unexpected
from sync_guard.postgres.ddl.runs import ctes
from sync_guard.postgres.operations import CreateTable
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.reads import CreateRelationAs
from sync_guard.postgres.reads import Output
from sync_guard.postgres.tokens import Token
from sync_guard.postgres.types import TypeName

# Words that end a FROM list.
_AFTER_FROM = frozenset({
    'where', 'group', 'having', 'window', 'order', 'limit', 'offset', 'fetch', 'for', 'union',
    'except', 'intersect', 'with', 'returning', 'set', 'on', 'using', 'tablesample',
})
_JOIN_WORDS = frozenset({'join', 'inner', 'left', 'right', 'full', 'outer', 'cross', 'natural'})
_CONSTANTS = frozenset({'true', 'false', 'null'})
_BEHIND_QUERY = (
    ['with', 'data'], ['with', 'no', 'data'], ['with', 'check', 'option'],
    ['with', 'local', 'check', 'option'], ['with', 'cascaded', 'check', 'option'],
)
_SET_OPERATIONS = frozenset({'union', 'except', 'intersect'})


def view(
        cursor: Cursor, line: int, *, materialized: bool, temporary: bool, or_replace: bool,
        recursive: bool = False,
) -> CreateRelationAs:
    """Behind CREATE … VIEW."""
    if_not_exists = cursor.if_not_exists()
    name = cursor.ref()
    names = cursor.names() if cursor.token.kind == '(' else ()
    _to_query(cursor)
    made = CreateRelationAs(
        line, name, 'materialized view' if materialized else 'view', names,
        if_not_exists=if_not_exists, or_replace=or_replace, temporary=temporary,
    )
    made = _with_query(cursor, made)
    if recursive:
        # The query is a part of itself, under this name.
        sources = tuple(s for s in made.sources if s != name)
        made = made._replace(outputs=None, sources=sources, reads=None)
    return made


def table_as(cursor: Cursor, made: CreateTable) -> CreateRelationAs | None:
    """CREATE TABLE name [(names)] … AS query; None where this is an ordinary CREATE TABLE."""
    start = cursor.i
    has_names = cursor.token.kind == '('
    if has_names:
        cursor.skip_balanced()
    if not _seek_as(cursor):
        cursor.i = start
        return None
    names: tuple[str, ...] = ()
    if has_names:
        cursor.i = start
        names = cursor.names()
    _to_query(cursor)
    said = [token.value for token in cursor.tokens[:cursor.i]]
    return _with_query(cursor, CreateRelationAs(
        made.line, made.name, 'table', names,
        if_not_exists=made.if_not_exists, temporary=made.temporary,
        passing=['on', 'commit', 'drop'] == said[-4:-1],
    ))


def select_into(cursor: Cursor, line: int) -> CreateRelationAs | None:
    """SELECT … INTO [TEMPORARY] [TABLE] name …, which is CREATE TABLE … AS; None for any other
    query. The INTO stands in the outermost SELECT, or the first of several."""
    while not cursor.at('into'):
        if cursor.at_end() or cursor.accept('insert') or cursor.accept('merge'):
            return None
        cursor.skip_balanced()
    into = cursor.i
    cursor.i += 1
    cursor.accept_any('local', 'global')
    temporary = cursor.accept_any('temporary', 'temp') is not None
    cursor.accept('unlogged')
    cursor.accept('table')
    made = CreateRelationAs(line, cursor.ref(), 'table', temporary=temporary)
    query = [*cursor.tokens[:into], *cursor.tokens[cursor.i:]]
    return _with_query(Cursor(cursor.text, query, cursor.line_of), made)


def _seek_as(cursor: Cursor) -> bool:
    while not cursor.at_end():
        if cursor.at('as'):
            return True
        cursor.skip_balanced()
    return False


def _to_query(cursor: Cursor) -> None:
    """Over ``WITH (…)``, ``USING m``, ``TABLESPACE t``, ``ON COMMIT …`` to behind AS."""
    if not _seek_as(cursor):
        raise cursor.fail('AS')
    cursor.i += 1


def _with_query(cursor: Cursor, made: CreateRelationAs) -> CreateRelationAs:
    first, end = cursor.i, len(cursor.tokens)
    sources = relations(cursor, first)
    found = reads.expression(cursor, first, _end_of_query(cursor), made.line)
    try:
        outputs = _outputs(cursor)
    except Unexpected:
        outputs = None
    cursor.i = end
    return made._replace(outputs=outputs, sources=sources, reads=found)


def _end_of_query(cursor: Cursor) -> int:
    """The place behind the query: WITH [NO] DATA, WITH CHECK OPTION are no part of it."""
    tokens = cursor.tokens
    for length in (2, 3, 4):
        if [t.value for t in tokens[-length:]] in _BEHIND_QUERY:
            return len(tokens) - length
    return len(tokens)


class _Level:
    """One level of parentheses: whether a SELECT is open, and whether its FROM list is."""

    def __init__(self) -> None:
        self.selecting = False
        self.listing = False


def relations(cursor: Cursor, first: int) -> tuple[Ref, ...]:
    """The relations that a query reads, in its subqueries too, without CTEs and functions."""
    tokens = cursor.tokens
    found: dict[Ref, None] = {}
    levels = [_Level()]
    i, last = first, len(tokens)
    while i < last:
        token = tokens[i]
        level = levels[-1]
        expected = False
        if token.kind == '(':
            levels.append(_Level())
        elif token.kind == ')':
            if len(levels) > 1:
                levels.pop()
        elif token.kind == ',':
            expected = level.listing
        elif token.kind == 'word':
            word = token.value
            if word == 'select':
                level.selecting, level.listing = True, False
            elif word == 'from':
                # IS [NOT] DISTINCT FROM; extract(… FROM …) has no SELECT on its level.
                if level.selecting and tokens[i - 1].value != 'distinct':
                    level.selecting, level.listing, expected = False, True, True
            elif word == 'join':
                expected = True
                level.listing = True
            elif word in _AFTER_FROM:
                level.listing = False
        i += 1
        if expected:
            ref, i = _relation_at(cursor, i, last)
            if ref is not None:
                found[ref] = None
    named = ctes(tokens, first, last)
    return tuple(ref for ref in found if ref.schema is not None or ref.name not in named)


def _relation_at(cursor: Cursor, i: int, last: int) -> tuple[Ref | None, int]:
    tokens = cursor.tokens
    while i < last and tokens[i].kind == 'word' and tokens[i].value in ('only', 'lateral'):
        i += 1
    if i >= last or tokens[i].kind not in ('word', 'name'):
        return None, i
    if tokens[i].kind == 'word' and tokens[i].value in ('select', 'rows', 'values', 'unnest'):
        return None, i
    saved, cursor.i = cursor.i, i
    try:
        ref = cursor.ref()
    except Unexpected:
        return None, i
    finally:
        i, cursor.i = cursor.i, saved
    if i < last and tokens[i].kind == '(':
        return None, i  # a function
    return ref, i


# The select list


def _outputs(cursor: Cursor) -> tuple[Output, ...] | None:
    """What a plain ``SELECT … FROM …`` gives; None where it is anything more."""
    if cursor.token.kind == '(' or not cursor.accept('select'):
        return None
    if cursor.accept('distinct') and cursor.accept('on'):
        cursor.skip_balanced()
    cursor.accept('all')
    items: list[tuple[int, int]] = []
    start = cursor.i
    while not cursor.at_end() and not (cursor.at('from') and not _is_distinct(cursor)):
        if cursor.token.kind == ',':
            items.append((start, cursor.i))
            start = cursor.i + 1
        cursor.skip_balanced()
    items.append((start, cursor.i))
    aliases = _from_list(cursor) if cursor.accept('from') else {}
    if aliases is None:
        return None
    outputs = [_output(cursor, a, b, aliases) for a, b in items]
    if any(output is None for output in outputs):
        return None
    return tuple(output for output in outputs if output is not None)


def _is_distinct(cursor: Cursor) -> bool:
    return cursor.tokens[cursor.i - 1].value == 'distinct'


def _from_list(cursor: Cursor) -> dict[str, Ref] | None:
    """Alias to relation, for a FROM list of nothing but relations; None for any other."""
    found: dict[str, Ref] = {}
    while True:
        cursor.accept('only')
        if cursor.token.kind not in ('word', 'name') or cursor.at('lateral'):
            return None
        ref = cursor.ref()
        if cursor.token.kind == '(':
            return None
        alias = ref.name
        if cursor.accept('as'):
            alias = cursor.name()
        elif (
                cursor.token.kind == 'name' or cursor.token.kind == 'word' and
                cursor.token.value not in _AFTER_FROM and cursor.token.value not in _JOIN_WORDS
        ):
            alias = cursor.name()
        if cursor.token.kind == '(' or alias in found:
            return None
        found[alias] = ref
        if not _next_relation(cursor):
            return found if not _has_set_operation(cursor) else None


def _next_relation(cursor: Cursor) -> bool:
    """Go behind the next comma or JOIN of the FROM list."""
    while not cursor.at_end():
        if cursor.sign(',') or cursor.accept('join'):
            return True
        word = cursor.token.value if cursor.token.kind == 'word' else ''
        if word in _AFTER_FROM and word not in ('on', 'using', 'tablesample'):
            return False
        cursor.skip_balanced()
    return False


def _has_set_operation(cursor: Cursor) -> bool:
    while not cursor.at_end():
        if cursor.token.kind == 'word' and cursor.token.value in _SET_OPERATIONS:
            return True
        cursor.skip_balanced()
    return False


def _output(cursor: Cursor, first: int, last: int, aliases: dict[str, Ref]) -> Output | None:
    tokens = cursor.tokens[first:last]
    kinds = [t.kind for t in tokens]
    only = next(iter(aliases.values())) if len(aliases) == 1 else None
    if len(tokens) == 1 and tokens[0].value == '*':
        return Output(None, only, '*') if only is not None else None
    if kinds[1:] == ['.', 'operator'] and tokens[2].value == '*':
        ref = aliases.get(tokens[0].value)
        return None if ref is None else Output(None, ref, '*')
    name, tokens = _label(tokens)
    cast = next((i for i in range(len(tokens) - 1, -1, -1) if tokens[i].kind == '::'), None)
    type_: TypeName | None = None
    if cast is not None:
        sub = Cursor(cursor.text, tokens, lambda _: 0)
        sub.i = cast + 1
        try:
            type_ = sub.type()
        except Unexpected:
            return None
        if not sub.at_end():
            return None
        tokens = tokens[:cast]
    kinds = [t.kind for t in tokens]
    column = None
    ref = only
    if len(tokens) == 1 and kinds[0] in ('word', 'name'):
        column = tokens[0].value
    elif len(tokens) == 3 and kinds[1] == '.' and kinds[2] in ('word', 'name'):
        column, ref = tokens[2].value, aliases.get(tokens[0].value)
    if type_ is not None:
        if name is None and column is None:
            return None
        return Output(name or column, None, None, type_)
    if len(tokens) == 1 and (
            column is None or kinds[0] == 'word' and column in _CONSTANTS
    ):
        return _constant(name, tokens[0])
    if column is not None:
        return None if ref is None else Output(name or column, ref, column)
    if kinds[:1] == ['word'] and tokens[0].value == 'count' and kinds[1:2] == ['(']:
        if kinds[-1] == ')' and kinds.count('(') == 1:
            return Output(name or 'count', None, None, TypeName(BUILT_IN, 'int8'))
    return None


def _constant(name: str | None, token: Token) -> Output | None:
    """A constant by itself: what has no type yet is text in a query's result."""
    if token.kind == 'string' or token.value == 'null':
        return Output(name or '?column?', type=TypeName(BUILT_IN, 'text'))
    if token.kind == 'word':
        return Output(name or '?column?', type=TypeName(BUILT_IN, 'bool'))
    if token.kind != 'number' or not token.value.isascii() or not token.value.isdigit():
        return None
    number = int(token.value)
    type_ = 'int4' if number < 2**31 else 'int8' if number < 2**63 else 'numeric'
    return Output(name or '?column?', type=TypeName(BUILT_IN, type_))


def _label(tokens: list[Token]) -> tuple[str | None, list[Token]]:
    """The ``AS name`` (or bare name) behind an entry, and the entry without it."""
    if len(tokens) > 2 and tokens[-2][:2] == ('word', 'as'):
        return tokens[-1].value, tokens[:-2]
    if len(tokens) > 1 and tokens[-1].kind in ('word', 'name'):
        if tokens[-2].kind in ('word', 'name', ')', 'string', 'number', ']'):
            return tokens[-1].value, tokens[:-1]
    return None, tokens
