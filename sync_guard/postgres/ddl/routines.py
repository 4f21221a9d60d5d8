"""CREATE, ALTER and DROP of functions, procedures and aggregates, without PL/pgSQL bodies."""
from __future__ import annotations

import re

from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.cursor import Unexpected
from sync_guard.postgres.ddl.reads import Reader
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.reads import Reads
from sync_guard.postgres.routines import AlterRoutine
from sync_guard.postgres.routines import CreateRoutine
from sync_guard.postgres.routines import Declared
from sync_guard.postgres.routines import DropRoutines
from sync_guard.postgres.routines import Parameter
from sync_guard.postgres.tokens import read as tokenise
from sync_guard.postgres.tokens import Token
from sync_guard.postgres.tokens import Unreadable
from sync_guard.postgres.types import TypeName

KINDS = ('function', 'procedure', 'aggregate', 'routine')
_MODES = ('in', 'inout', 'out', 'variadic')
# With a parameter of these PostgreSQL only parses a body (fmgr_sql_validator).
_POLYMORPHIC = re.compile(
    r'(?i:\bany(?:element|array|nonarray|enum|range|multirange|compatible\w*)\b)',
)
_DECLARE = re.compile(r'(?i:(?:\s|--[^\n]*\n|<<\s*\w+\s*>>)*declare\b)')
_BEGIN = re.compile(r'(?i:\bbegin\b)')
# Of a body these statements are looked up; any other may make what the next one needs.
_QUERIES = ('select', 'with', 'insert', 'update', 'delete', 'values', 'table', 'merge')


def create(cursor: Cursor, line: int) -> CreateRoutine:
    """The whole statement."""
    cursor.expect('create')
    or_replace = cursor.accept('or', 'replace')
    kind = cursor.name()
    name = cursor.ref()
    made = CreateRoutine(line, kind, name, None, or_replace)
    if kind == 'aggregate':
        return made
    try:
        parameters = _parameters(cursor)
    except Unexpected:
        return made
    returns: TypeName | None = None
    setof = False
    if cursor.accept('returns'):
        if cursor.accept('table'):
            setof = True
            parameters += tuple(p._replace(mode='table') for p in _parameters(cursor))
        else:
            setof = cursor.accept('setof')
            returns = _type(cursor)
    made = made._replace(parameters=parameters, returns=returns, setof=setof)
    return _options(cursor, made)


def _parameters(cursor: Cursor) -> tuple[Parameter, ...]:
    cursor.expect_sign('(')
    found: list[Parameter] = []
    if cursor.sign(')'):
        return ()
    while True:
        found.append(_parameter(cursor))
        if not cursor.sign(','):
            break
    cursor.expect_sign(')')
    return tuple(found)


def _parameter(cursor: Cursor) -> Parameter:
    """``[mode] [name] [mode] type [DEFAULT value]``"""
    mode = cursor.accept_any(*_MODES)
    name = ''
    start = cursor.i
    try:
        cursor.type()
        alone = cursor.token.kind in (',', ')', 'end') or cursor.at('default')
        alone = alone or cursor.token[:2] == ('operator', '=')
    except Unexpected:
        alone = False
    cursor.i = start
    if not alone:
        name = cursor.name()
        mode = mode or cursor.accept_any(*_MODES)
    type_ = _type(cursor)
    default = False
    if cursor.accept('default') or cursor.operator('=') or cursor.sign(':='):
        default = True
        cursor.until()
    if cursor.token.kind not in (',', ')'):
        raise cursor.fail(')')
    return Parameter(mode or 'in', name, type_, default)


def _type(cursor: Cursor) -> TypeName | None:
    start = cursor.i
    found = cursor.type()
    if cursor.operator('%'):
        cursor.expect('type')
        return None
    if cursor.token.kind == '.' and cursor.i > start:  # a.b.c%TYPE
        while cursor.sign('.'):
            cursor.name()
        cursor.operator('%')
        cursor.expect('type')
        return None
    return found


def _options(cursor: Cursor, made: CreateRoutine) -> CreateRoutine:
    language = ''
    body: Token | None = None
    path: tuple[str, ...] | None = None
    while not cursor.at_end():
        if cursor.accept('language'):
            language = cursor.token.value.lower()
            cursor.i += 1
        elif cursor.accept('set', 'search_path'):
            path = _path(cursor)
        elif cursor.accept('as') and cursor.token.kind == 'string':
            body = cursor.token
            cursor.i += 1
        elif cursor.at('return') or cursor.at('begin'):
            made = made._replace(atomic=True)  # a body that is no string
            break
        else:
            cursor.skip_balanced()
    made = made._replace(path=path)
    if body is None or language not in ('sql', 'plpgsql'):
        return made
    inside = _inside(cursor.text, body)
    if inside is None:
        return made
    if language == 'sql':
        return made._replace(body=_body(cursor, made, *inside))
    return made._replace(declared=_declared(cursor, made, *inside))


def _path(cursor: Cursor) -> tuple[str, ...] | None:
    if cursor.accept('from', 'current'):
        return None
    if not cursor.accept('to'):
        cursor.operator('=')
    if cursor.accept('default'):
        return None
    found: list[str] = []
    while cursor.token.kind in ('word', 'name', 'string'):
        found.append(cursor.token.value)
        cursor.i += 1
        if not cursor.sign(','):
            break
    return tuple(name for name in found if name)


def _inside(text: str, token: Token) -> tuple[int, int] | None:
    """Where a body stands; None for one with escapes, whose offsets are not those of the file."""
    raw = text[token.start:token.end]
    if raw[0] == '$':
        tag = raw.index('$', 1) + 1
        return token.start + tag, token.end - tag
    if raw[0] == "'" and raw[1:-1] == token.value:
        return token.start + 1, token.end - 1
    return None


def _declared(cursor: Cursor, made: CreateRoutine, start: int, end: int) -> tuple[Declared, ...]:
    """The variables of the outermost DECLARE whose types are to be looked up."""
    text = cursor.text
    found = _DECLARE.match(text, start, end)
    begin = None if found is None else _BEGIN.search(text, found.end(), end)
    if found is None or begin is None:
        return ()
    try:
        inner = Cursor(text, tokenise(text, found.end(), begin.start()), cursor.line_of)
    except Unreadable:
        return ()
    variables = {p.name for p in made.parameters or ()} | {made.name.name, 'new', 'old'}
    declared: list[Declared] = []
    while not inner.at_end():
        first = inner.i
        while not inner.at_end() and inner.token.kind != ';':
            inner.i += 1
        one = Cursor(text, inner.tokens[first:inner.i], cursor.line_of)
        inner.i += 1
        try:
            made_of = _declaration(one, variables)
        except Unexpected:
            return tuple(declared)
        if made_of is not None:
            declared.append(made_of)
    return tuple(declared)


def _declaration(cursor: Cursor, variables: set[str]) -> Declared | None:
    cursor.accept('declare')
    line = cursor.line
    variables.add(cursor.name())
    cursor.accept('constant')
    if cursor.at('alias') or cursor.at('cursor') or cursor.accept_any('no', 'scroll'):
        return None
    start = cursor.i
    parts = [cursor.name()]
    while cursor.sign('.'):
        parts.append(cursor.name())
    if cursor.operator('%'):
        if parts[0] in variables:
            return None
        if cursor.accept('rowtype') and len(parts) < 3:
            return Declared(line, None, Ref(parts[-2] if len(parts) > 1 else None, parts[-1]))
        if cursor.accept('type') and 1 < len(parts) < 4:
            schema = parts[0] if len(parts) > 2 else None
            return Declared(line, None, Ref(schema, parts[-2]), parts[-1])
        return None
    cursor.i = start
    return Declared(line, cursor.type())


def _body(cursor: Cursor, made: CreateRoutine, start: int, end: int) -> Reads | None:
    """What the queries of a body in SQL read."""
    text = cursor.text
    parameters = made.parameters or ()
    header = text[cursor.tokens[0].start:start]
    if _POLYMORPHIC.search(header):
        return None
    try:
        tokens = tokenise(text, start, end)
    except Unreadable:
        return None
    inner = Reader(Cursor(text, tokens, cursor.line_of))
    first = 0
    while first < len(tokens):
        last = next((i for i in range(first, len(tokens)) if tokens[i].kind == ';'), len(tokens))
        if last > first:
            if tokens[first].value not in _QUERIES and tokens[first].kind != '(':
                break
            inner.walk(first, last)
        first = last + 1
    names = tuple(dict.fromkeys(p.name for p in parameters if p.name))
    return inner.result(made.line, names)


# ALTER and DROP


def alter(cursor: Cursor, line: int) -> AlterRoutine:
    cursor.expect('alter')
    kind = cursor.name()
    name = cursor.ref()
    types = _signature(cursor, kind)
    rename = schema = None
    if cursor.accept('rename', 'to'):
        rename = cursor.name()
    elif cursor.accept('set', 'schema'):
        schema = cursor.name()
    return AlterRoutine(line, kind, name, types, rename, schema)


def drop(cursor: Cursor, line: int) -> DropRoutines:
    cursor.expect('drop')
    kind = cursor.name()
    if_exists = cursor.if_exists()
    names: list[tuple[Ref, tuple[TypeName | None, ...] | None]] = []
    while True:
        name = cursor.ref()
        names.append((name, _signature(cursor, kind)))
        if not cursor.sign(','):
            break
    return DropRoutines(line, kind, tuple(names), if_exists, cursor.cascade())


def _signature(cursor: Cursor, kind: str) -> tuple[TypeName | None, ...] | None:
    """The types of the input parameters; of a procedure OUT counts too, so that it is not read."""
    if cursor.token.kind != '(':
        return None
    start = cursor.i
    cursor.skip_balanced()
    end, cursor.i = cursor.i, start
    found: tuple[TypeName | None, ...] = (None,)
    if kind != 'aggregate':
        try:
            found = tuple(p.type for p in _parameters(cursor) if p.mode != 'out')
        except Unexpected:
            pass
    cursor.i = end
    return found


def needed(cursor: Cursor, line: int, kind: str) -> list[AlterRoutine]:
    """``f(integer), g()``: behind GRANT … ON FUNCTION and COMMENT ON FUNCTION."""
    found: list[AlterRoutine] = []
    while True:
        name = cursor.ref()
        found.append(AlterRoutine(line, kind, name, _signature(cursor, kind)))
        if not cursor.sign(','):
            return found


def granted(cursor: Cursor, line: int) -> list[AlterRoutine]:
    """The functions of a whole GRANT or REVOKE."""
    while not cursor.at_end():
        if cursor.accept('on'):
            kind = cursor.accept_any(*KINDS)
            return [] if kind is None else needed(cursor, line, kind)
        cursor.i += 1
    return []
