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
from sync_guard.postgres.routines import DropRoutines
from sync_guard.postgres.routines import Parameter
from sync_guard.postgres.tokens import read as tokenise
from sync_guard.postgres.tokens import Token
from sync_guard.postgres.tokens import Unreadable
from sync_guard.postgres.types import TypeName

KINDS = ('function', 'procedure', 'aggregate', 'routine')
_MODES = ('in', 'inout', 'out', 'variadic')
# With a parameter of these PostgreSQL only parses a body (fmgr_sql_validator).
_POLYMORPHIC = re.compile(r'(?i:\bany(?:element|array|nonarray|enum|range|multirange|compatible\w*)\b)')
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
            break  # a body that is no string
        else:
            cursor.skip_balanced()
    made = made._replace(path=path)
    if language != 'sql' or body is None:
        return made
    return made._replace(body=_body(cursor, made, body))


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


def _body(cursor: Cursor, made: CreateRoutine, token: Token) -> Reads | None:
    text = cursor.text
    parameters = made.parameters or ()
    header = text[cursor.tokens[0].start:token.start]
    if _POLYMORPHIC.search(header):
        return None
    raw = text[token.start:token.end]
    if raw[0] == '$':
        tag = raw.index('$', 1) + 1
    elif raw[0] == "'" and raw[1:-1] == token.value:
        tag = 1
    else:
        return None  # with escapes: offsets are not those of the file
    try:
        tokens = tokenise(text, token.start + tag, token.end - tag)
    except Unreadable:
        return None
    inner = Reader(Cursor(text, tokens, cursor.line_of))
    start = 0
    while start < len(tokens):
        end = next((i for i in range(start, len(tokens)) if tokens[i].kind == ';'), len(tokens))
        if end > start:
            if tokens[start].value not in _QUERIES and tokens[start].kind != '(':
                break
            inner.walk(start, end)
        start = end + 1
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


def named(cursor: Cursor) -> tuple[Ref, tuple[TypeName | None, ...] | None]:
    """``f(integer)`` in COMMENT ON FUNCTION and GRANT … ON FUNCTION."""
    name = cursor.ref()
    return name, _signature(cursor, 'function')
