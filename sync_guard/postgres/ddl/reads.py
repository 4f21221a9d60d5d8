"""What a statement reads: the relations, and columns and functions where they are plain to see.

One walk over the tokens of a SELECT, INSERT, UPDATE, DELETE or MERGE. Nothing here needs to be
complete: a name whose part in the statement is not certain is left out, since a name that is
wrongly said to be missing would block a good commit.
"""
from __future__ import annotations

from sync_guard.postgres.built_in import built_in_functions
from sync_guard.postgres.ddl.comparisons import compared
from sync_guard.postgres.ddl.comparisons import OPERATORS
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.runs import arguments
from sync_guard.postgres.ddl.runs import behind
from sync_guard.postgres.ddl.runs import ctes
from sync_guard.postgres.ddl.runs import dotted
from sync_guard.postgres.keywords import QUOTED
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.reads import Called
from sync_guard.postgres.reads import Compared
from sync_guard.postgres.reads import Reads
from sync_guard.postgres.reads import Scope
from sync_guard.postgres.reads import Source
from sync_guard.postgres.tokens import Token

_QUERY = frozenset({'select', 'with', 'values', 'insert', 'update', 'delete', 'merge', 'table'})
# Words after which an operand stands.
_BEFORE_OPERAND = frozenset({
    'select', 'distinct', 'all', 'where', 'and', 'or', 'not', 'when', 'then', 'else', 'case',
    'between', 'having', 'returning', 'on', 'by', 'in', 'like', 'ilike', 'set',
})
_BEFORE_OPERAND_SIGNS = frozenset({'(', ',', 'operator', '['})
# Words behind a relation that are no alias.
_NO_ALIAS = QUOTED | {
    'set', 'where', 'on', 'using', 'join', 'left', 'right', 'full', 'inner', 'cross', 'natural',
    'overriding', 'values', 'default', 'select', 'with', 'returning', 'tablesample', 'skip',
}
# What each of these words opens on its level.
_MODES = {
    'where': 'expression', 'having': 'expression', 'returning': 'expression', 'set': 'set',
    'values': 'expression', 'group': 'order', 'order': 'order', 'window': 'order',
    'limit': 'order', 'offset': 'order', 'fetch': 'order', 'for': 'order',
}
# Functions with a grammar of their own between the parentheses.
_OWN_GRAMMAR = frozenset({
    'extract', 'position', 'overlay', 'trim', 'substring', 'over', 'using', 'as',
})
_BEFORE_PARENTHESIS = (QUOTED | _BEFORE_OPERAND | {'filter', 'conflict'}) - _OWN_GRAMMAR
# Words that no version reserves, before a parenthesis with a grammar of its own.
_NO_FUNCTION = frozenset("""
conflict cube exists filter insert json json_array json_arrayagg json_exists json_objectagg
json_query json_scalar json_serialize json_table json_value materialized matched merge_action
operator rollup sets
""".split())
_NO_COLUMN = frozenset({'string', 'bits', '(', ':='})


class _Level:
    """One level of parentheses. ``mode`` says what its names are: ``expression``, ``set``, ``from``
    (relations and join conditions), ``order`` (may be output names) or '' (anything)."""

    def __init__(self, outer: int, mode: str, scope: int, query: bool) -> None:
        self.outer = outer
        self.mode = mode
        self.scope = scope
        self.query = query
        self.relation = False  # whether a relation comes next
        self.listing = ''  # the word that begins this statement's list of relations
        self.target = -1  # the scope of the table that INSERT writes to


class Reader:
    """The walk over ``cursor.tokens``; :meth:`walk` may be called for several stretches."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.tokens = cursor.tokens
        self._scopes: list[tuple[int, int, list[Source]]] = []
        self._columns: list[dict[tuple[str, str], None]] = []
        self._targets: list[dict[str, None]] = []
        self._compared: list[list[Compared]] = []
        self._calls: dict[tuple[Ref, int], Called] = {}
        self._ctes: set[str] = set()
        self._openings: set[int] = set()  # the parentheses of function calls

    def result(self, line: int, known: tuple[str, ...] = ()) -> Reads | None:
        """All that was found, or None where that is nothing."""
        if not self._calls and not any(
                source.relation for _, _, sources in self._scopes for source in sources
        ):
            return None
        return Reads(line, tuple(
            Scope(at, parent, tuple(sources), tuple(columns), tuple(targets), tuple(compared))
            for (at, parent, sources), columns, targets, compared in
            zip(self._scopes, self._columns, self._targets, self._compared)
        ), tuple(self._calls.values()), known)

    def table(self, ref: Ref, line: int) -> int:
        """A scope of one table around what is walked next; its number."""
        scope = self._open(line, -1)
        self._scopes[scope][2].append(Source(line, ref.name, ref))
        return scope

    def walk(self, first: int, last: int, scope: int = -1) -> None:
        """Read a stretch: statements where it begins with one, else an expression."""
        tokens = self.tokens
        if first >= last:
            return
        self._ctes = ctes(self.tokens, first, last)
        query = _is_query(tokens[first])
        levels = [_Level(scope, '' if query else 'expression', scope, query)]
        i = first
        while i < last:
            token = tokens[i]
            level = levels[-1]
            kind = token.kind
            if kind == '(':
                levels.append(self._inner(level, i, first))
                i += 1
            elif kind in (')', ']'):
                if len(levels) > 1:
                    levels.pop()
                i += 1
            elif kind == '[':
                levels.append(_Level(level.outer, _inherited(level), level.scope, False))
                i += 1
            elif kind == ',':
                level.relation = level.mode == 'from'
                i += 1
            elif kind == ';':
                levels = [_Level(scope, '', scope, True)]
                i += 1
            elif level.relation and kind in ('word', 'name'):
                i = self._relation(level, i, last)
            elif kind == 'word' and self._keyword(level, i):
                i += 1
                i = self._statement(level, i, last) if token.value in _QUERY else i
            elif kind in ('word', 'name'):
                i = self._name(level, i, last, first)
            else:
                if kind == 'operator' and token.value in OPERATORS:
                    self._compare(level, i, first, last)
                i += 1

    def _open(self, line: int, parent: int) -> int:
        self._scopes.append((line, parent, []))
        self._columns.append({})
        self._targets.append({})
        self._compared.append([])
        return len(self._scopes) - 1

    def _line(self, i: int) -> int:
        return self.cursor.line_of(self.tokens[min(i, len(self.tokens) - 1)].start)

    def _inner(self, level: _Level, i: int, first: int) -> _Level:
        """The level that the parenthesis at ``i`` opens."""
        tokens = self.tokens
        following = tokens[i + 1] if i + 1 < len(tokens) else tokens[i]
        before = tokens[i - 1] if i > first else None
        if _is_query(following):
            if level.relation:
                self._scopes[level.scope][2].append(Source(self._line(i), '', None))
                level.relation = False
            return _Level(level.scope, '', level.scope, True)
        inner = _Level(level.outer, _inherited(level), level.scope, False)
        if level.relation:  # FROM (a JOIN b ON …)
            level.relation = False
            inner.relation, inner.mode = True, 'from'
        elif before is not None and before.kind in ('word', 'name') and i not in self._openings:
            if before.kind == 'name' or before.value not in _BEFORE_PARENTHESIS:
                inner.mode = ''
        return inner

    # Words

    def _keyword(self, level: _Level, i: int) -> bool:
        """Whether the word opens a part of the statement; what it opens, begins."""
        tokens = self.tokens
        word = tokens[i].value
        before = tokens[i - 1].value if i else ''
        if word in _QUERY:
            if not level.query:
                return False
            if word == 'select':
                return True
            return level.mode == '' or word == 'update' and before == 'do' or (
                word in ('with', 'values') and level.target >= 0
            )
        if not level.query:
            if word == 'join':
                level.relation, level.mode = True, 'from'
            elif word in ('order', 'partition'):
                level.mode = ''
            else:
                return False
            return True
        if word == level.listing:
            if before == 'distinct':
                return False
            level.relation, level.mode, level.listing = True, 'from', ''
            return True
        if word == 'join':
            level.relation, level.mode = True, 'from'
            return True
        if level.target >= 0 and word in ('conflict', 'returning'):
            level.scope, level.mode = level.target, 'expression'
            return True
        if word in _MODES and level.mode != '':
            level.mode = _MODES[word]
            level.relation = False
            return True
        if word == 'on' and before == 'distinct':
            level.mode = 'order'  # until the select list; its names may be output names
            return True
        return False

    def _statement(self, level: _Level, i: int, last: int) -> int:
        """Behind the first word of a statement: its scope, and the table it writes to."""
        word = self.tokens[i - 1].value
        if word == 'select':
            level.scope = self._open(self._line(i - 1), level.outer)
            level.mode, level.listing = 'expression', 'from'
            return i
        if word == 'values':
            level.mode = 'expression'
            return i
        if word in ('with', 'table'):
            level.mode = ''
            return i
        if self.tokens[i - 2].value == 'do' and i > 1:  # ON CONFLICT … DO UPDATE
            level.scope, level.mode = level.target, 'set'
            return i
        cursor = Cursor(self.cursor.text, self.tokens[:last], self.cursor.line_of)
        cursor.i = i
        cursor.accept_any('into', 'from')
        level.scope = self._open(self._line(i - 1), level.outer)
        i = self._relation(level, cursor.i, last, target=True)
        level.mode = 'set' if word == 'update' else 'from' if word == 'delete' else ''
        level.listing = {'update': 'from', 'delete': 'using', 'merge': 'using'}.get(word, '')
        if word == 'insert':
            level.target = level.scope
            sources = self._scopes[level.scope][2]
            sources += [source._replace(alias='excluded') for source in sources]
            if i < last and self.tokens[i].kind == '(' and not _is_query(self.tokens[i + 1]):
                i = self._insert_columns(level, i, last)
        elif word == 'merge':
            self._scopes[level.scope][2].append(Source(self._line(i - 1), '', None))
        return i

    def _insert_columns(self, level: _Level, i: int, last: int) -> int:
        depth = 0
        while i < last:
            kind = self.tokens[i].kind
            depth += (kind in '([') - (kind in ')]')
            if not depth:
                return i + 1
            if depth == 1 and kind in ('word', 'name') and self.tokens[i - 1].kind in ('(', ','):
                self._targets[level.scope][self.tokens[i].value] = None
            i += 1
        return i

    # Names

    def _relation(self, level: _Level, i: int, last: int, target: bool = False) -> int:
        """Where a relation stands: read it with its alias; the place behind."""
        tokens = self.tokens
        while i < last and tokens[i].kind == 'word' and tokens[i].value in ('only', 'lateral'):
            i += 1
        if i >= last or tokens[i].kind == '(':
            return i
        level.relation = False
        first = i
        if tokens[i].kind == 'word' and [t.value for t in tokens[i:i + 2]] == ['rows', 'from']:
            self._source(level, first, '', None)
            return i + 2
        parts, i = dotted(tokens, i, last)
        if not parts or tokens[first].kind == 'word' and (
                len(parts) == 1 and tokens[first].value in QUOTED
        ):
            self._source(level, first, '', None)
            return max(i, first + 1)
        ref = Ref(parts[-2] if len(parts) > 1 else None, parts[-1])
        if i < last and tokens[i].kind == '(' and not target:
            self._openings.add(i)
            self._call(first, i, ref, last)
            self._source(level, first, '', None)
            return i
        if i < last and tokens[i][:2] == ('operator', '*'):
            i += 1
        alias, i = self._alias(i, last, ref.name)
        known = ref.schema is not None or ref.name not in self._ctes
        if i < last and tokens[i].kind == '(' and level.mode == 'from':  # AS t (a, b)
            self._source(level, first, '', None)
            if known:
                self._source(level, first, '', ref)
            return behind(tokens, i, last)
        self._source(level, first, alias, ref if known else None)
        return i

    def _alias(self, i: int, last: int, otherwise: str) -> tuple[str, int]:
        tokens = self.tokens
        if i + 1 < last and tokens[i][:2] == ('word', 'as'):
            return tokens[i + 1].value, i + 2
        if i < last and (tokens[i].kind == 'name' or (
                tokens[i].kind == 'word' and tokens[i].value not in _NO_ALIAS
        )):
            return tokens[i].value, i + 1
        return otherwise, i

    def _source(self, level: _Level, i: int, alias: str, ref: Ref | None) -> None:
        if level.scope < 0:
            level.scope = self._open(self._line(i), level.outer)
        self._scopes[level.scope][2].append(Source(self._line(i), alias, ref))

    def _name(self, level: _Level, i: int, last: int, start: int) -> int:
        tokens = self.tokens
        first = i
        before = tokens[i - 1] if i > start else None
        parts, i = dotted(tokens, i, last)
        following = tokens[i] if i < last else None
        if not parts:
            return i
        operand = before is None or before.kind in _BEFORE_OPERAND_SIGNS or (
            before.kind == 'word' and before.value in _BEFORE_OPERAND
        )
        reserved = len(parts) == 1 and tokens[first].kind == 'word' and parts[0] in QUOTED
        if following is not None and following.kind == '(':
            if operand and not reserved and level.mode != '':
                self._openings.add(i)
                self._call(first, i, Ref(parts[-2] if len(parts) > 1 else None, parts[-1]), last)
            return i
        output = level.mode == 'order' and len(parts) == 1  # it may be the name of one
        if not operand or reserved or level.mode == '' or level.scope < 0 or output:
            return i
        if following is not None and (
                following.kind in _NO_COLUMN or following[:2] == ('operator', '=>')
        ):
            return i
        if level.mode == 'set' and level.query and len(parts) == 1 and (
                before is not None and before.value in ('set', ',')
                and following is not None and following[:2] == ('operator', '=')
        ):
            self._targets[level.scope][parts[0]] = None
        elif len(parts) < 3 and parts[-1] not in ('old', 'new'):
            self._columns[level.scope][parts[0] if len(parts) > 1 else '', parts[-1]] = None
        return i

    def _compare(self, level: _Level, i: int, first: int, last: int) -> None:
        if level.scope >= 0 and level.mode in ('expression', 'from'):
            found = compared(self.tokens, i, first, last, self._line(i))
            self._compared[level.scope] += [] if found is None else [found]

    def _call(self, first: int, opening: int, ref: Ref, last: int) -> None:
        if ref.schema == 'pg_catalog' or ref.schema is None and ref.name in built_in_functions():
            return
        if ref.schema is None and ref.name in _NO_FUNCTION:
            return
        count = arguments(self.tokens, opening, last)
        self._calls.setdefault((ref, count), Called(self._line(first), ref, count))


def statement(cursor: Cursor, line: int) -> Reads | None:
    """What a whole statement reads."""
    reader = Reader(cursor)
    reader.walk(0, len(cursor.tokens))
    return reader.result(line)


def expression(cursor: Cursor, first: int, last: int, line: int) -> Reads | None:
    """What an expression or a query among ``cursor``'s tokens reads."""
    reader = Reader(cursor)
    reader.walk(first, last)
    return reader.result(line)


def _is_query(token: Token) -> bool:
    return token.kind == 'word' and token.value in _QUERY


def _inherited(level: _Level) -> str:
    """The names in parentheses are what those around are, but no list of relations goes on."""
    return 'expression' if level.mode in ('from', 'set') else level.mode
