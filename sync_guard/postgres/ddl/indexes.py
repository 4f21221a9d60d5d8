"""CREATE INDEX."""
from __future__ import annotations

from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.figure import figure_name
from sync_guard.postgres.operations import CreateIndex
from sync_guard.postgres.operations import IndexElement

_AFTER_CLASS = ('asc', 'desc', 'nulls', 'with')


def create(cursor: Cursor, line: int, *, unique: bool) -> CreateIndex:
    """Behind CREATE [UNIQUE] INDEX."""
    concurrently = cursor.accept('concurrently')
    if_not_exists = cursor.if_not_exists()
    # ON is a reserved word, so IF NOT EXISTS cannot do without a name.
    name = None if cursor.at('on') and not if_not_exists else cursor.ref().name
    cursor.expect('on')
    only = cursor.accept('only')
    table = cursor.ref()
    method = cursor.name() if cursor.accept('using') else 'btree'
    elements = cursor.in_parentheses(element)
    include: tuple[str, ...] = ()
    predicate = None
    while not cursor.at_end():
        if cursor.accept('include'):
            include = cursor.names()
        elif cursor.accept('nulls'):
            cursor.accept('not')
            cursor.expect('distinct')
        elif cursor.accept('with'):
            cursor.skip_options()
        elif cursor.accept('tablespace'):
            cursor.name()
        elif cursor.accept('where'):
            predicate = cursor.until()
        else:
            raise cursor.fail()
    return CreateIndex(
        line, name, table, tuple(elements), unique, method, predicate, include, if_not_exists,
        only, concurrently,
    )


def element(cursor: Cursor) -> IndexElement:
    """``column``, ``function(…)`` or ``(expression)``, then COLLATE, operator class, order."""
    token = cursor.token
    name = expression = label = None
    if token.kind == '(':
        expression, first, last = cursor.parenthesis()
        while last - first > 1 and _closes(cursor, first) == last - 1:
            first, last = first + 1, last - 1
        words = [token.kind in ('word', 'name') for token in cursor.tokens[first:last]]
        # PostgreSQL takes a collation off before it looks whether only a column is left.
        collated = len(words) > 1 and all(words) and cursor.tokens[first + 1].value == 'collate'
        if words == [True] or collated:
            name, expression = cursor.tokens[first].value, None
        else:
            label = figure_name(cursor.tokens, first, last)
    else:
        first = cursor.i
        ref = cursor.ref()
        if cursor.token.kind == '(':
            cursor.skip_balanced()
            expression = cursor.between(first, cursor.i)
            label = figure_name(cursor.tokens, first, cursor.i)
        else:
            name = ref.name
    opclass = None
    if cursor.accept('collate'):
        cursor.ref()
    # WITH comes in exclusion constraints.
    if cursor.token.kind in ('word', 'name') and cursor.token.value not in _AFTER_CLASS:
        opclass = cursor.ref().name
        cursor.skip_options()
    descending = cursor.accept_any('asc', 'desc') == 'desc'
    nulls_first = None
    if cursor.accept('nulls'):
        nulls_first = cursor.accept_any('first', 'last') == 'first'
    return IndexElement(name, expression, descending, nulls_first, opclass, label)


def _closes(cursor: Cursor, first: int) -> int:
    """The index of the parenthesis that closes the one at ``first``; -1 if none opens there."""
    if cursor.tokens[first].kind != '(':
        return -1
    saved, cursor.i = cursor.i, first
    cursor.skip_balanced()
    closes, cursor.i = cursor.i - 1, saved
    return closes
