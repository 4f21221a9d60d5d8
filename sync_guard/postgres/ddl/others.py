"""Statements that change nothing which is compared: known by name, read only for the relations
they need.

They are many and long (functions, policies, data), so they are not tokenised: one regular
expression each finds the relation.
"""
from __future__ import annotations

import re

from sync_guard.catalog import is_managed
from sync_guard.postgres.names import fold
from sync_guard.postgres.operations import Ref

_GAP = r'(?:\s|--[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)+'
_NAME = r'(?:"(?:[^"]|"")+"|[^\W\d][\w$]*)'
_REF = rf'({_NAME}(?:\s*\.\s*{_NAME})*)'
_ONE = re.compile(_NAME)

# After CREATE, ALTER or DROP: kinds of object that the catalog does not hold.
IGNORED_KINDS = frozenset({
    'access', 'aggregate', 'cast', 'collation', 'conversion', 'database', 'default', 'event',
    'function', 'group', 'language', 'large', 'operator', 'owned', 'policy', 'procedural',
    'procedure', 'publication', 'role', 'routine', 'rule', 'server', 'statistics', 'subscription',
    'system', 'tablespace', 'text', 'transform', 'trigger', 'trusted', 'user', 'constraint',
})
# First words that change no definition. With those that do, all of PostgreSQL's commands.
IGNORED_COMMANDS = frozenset({
    'analyse', 'analyze', 'call', 'checkpoint', 'close', 'cluster', 'copy', 'deallocate',
    'declare', 'delete', 'execute', 'explain', 'fetch', 'grant', 'import', 'insert', 'listen',
    'load', 'lock', 'merge', 'move', 'notify', 'prepare', 'reassign', 'refresh', 'reindex',
    'revoke', 'security', 'select', 'show', 'table', 'truncate', 'unlisten', 'update', 'vacuum',
    'values', 'with', '(',
})
_IF = rf'(?:if{_GAP}(?:not{_GAP})?exists{_GAP})?'
_QUALIFIED = rf'{_NAME}(?:\s*\.\s*{_NAME})*'
# What each needs, by its first words. A group of its own for IF EXISTS, which asks for nothing.
_NEEDS = {
    'create policy': rf'create{_GAP}policy{_GAP}{_NAME}{_GAP}on{_GAP}{_REF}',
    'alter policy': rf'alter{_GAP}policy{_GAP}{_NAME}{_GAP}on{_GAP}{_REF}',
    'drop policy': rf'drop{_GAP}policy{_GAP}(?!if\b){_NAME}{_GAP}on{_GAP}{_REF}',
    'drop trigger': rf'drop{_GAP}trigger{_GAP}(?!if\b){_NAME}{_GAP}on{_GAP}{_REF}',
    'create trigger': (
        rf'create{_GAP}(?:or{_GAP}replace{_GAP})?(?:constraint{_GAP})?trigger{_GAP}{_NAME}{_GAP}'
        rf'(?:before|after|instead{_GAP}of)\b[^;]*?\bon{_GAP}{_REF}'
    ),
    'alter publication': (
        rf'alter{_GAP}publication{_GAP}{_NAME}{_GAP}(?:add|set|drop){_GAP}table{_GAP}'
        rf'(?:only{_GAP})?(?!if\b)({_QUALIFIED}(?:\s*,\s*(?!tables\b)(?:table{_GAP})?{_QUALIFIED})*)'
    ),
    'insert': rf'insert{_GAP}into{_GAP}{_REF}',
    'update': rf'update{_GAP}(?:only{_GAP})?{_REF}',
    'delete': rf'delete{_GAP}from{_GAP}(?:only{_GAP})?{_REF}',
    'truncate': rf'truncate{_GAP}(?:table{_GAP})?(?:only{_GAP})?{_REF}',
    'refresh': (
        rf'refresh{_GAP}materialized{_GAP}view{_GAP}(?:concurrently{_GAP})?{_REF}'
    ),
}
# ALTER PUBLICATION has no IF [NOT] EXISTS.
_PUBLISHED_IF = (
    rf'alter{_GAP}publication{_GAP}{_NAME}{_GAP}(?:add|set|drop){_GAP}table{_GAP}(?:only{_GAP})?'
    rf'if{_GAP}(exists|not{_GAP}exists)\b'
)
_GRANT = (
    rf'\bon{_GAP}(?:table{_GAP})?(?!(?:all|schema|schemas|database|domain|foreign|function|'
    rf'functions|routine|routines|procedure|procedures|language|large|parameter|sequence|'
    rf'sequences|tables|tablespace|type|types)\b)'
    rf'({_NAME}(?:\s*[.,]\s*{_NAME})*){_GAP}(?:to|from)\b'
)
# The schemas of GRANT and REVOKE.
_GRANT_SCHEMA = (
    rf'\bon{_GAP}(?:all{_GAP}\w+{_GAP}in{_GAP})?schema{_GAP}({_NAME}(?:\s*,\s*{_NAME})*){_GAP}'
    r'(?:to|from)\b'
)
# What in a function's body may build something.
_BUILDS = (
    r'(?:\bexecute\b|\b(?:create|alter|drop)\s+(?:table|type|index|unique|schema|view|domain|'
    r'materialized|sequence|extension)\b)'
)
_CALL = r'(?:(?:select|call|perform)\s+(?:\*\s*from\s+)?["\w]+(?:\s*\.\s*["\w]+)?\s*\()'
# A longer SELECT is a query over data, not a call for its effect.
_LONGEST_CALL = 4_000
_compiled: dict[str, re.Pattern[str]] = {}


def needs(text: str, start: int, end: int, words: list[str]) -> tuple[Ref, ...]:
    """The relations without which PostgreSQL refuses the statement, as far as they are plain."""
    first = words[0]
    if first in ('grant', 'revoke'):
        match = _pattern('grant', _GRANT).search(text, start, end)
        return _refs(match[1]) if match else ()
    key = first
    if first in ('create', 'alter', 'drop'):
        kind = 'trigger' if 'trigger' in words[1:5] else words[1] if len(words) > 1 else ''
        key = f'{first} {kind}'
    pattern = _NEEDS.get(key)
    if pattern is None:
        return ()
    match = _pattern(key, pattern).match(text, start, end)
    if match is not None and key == 'alter publication':
        return _refs(_pattern('table', rf',\s*table{_GAP}').sub(',', match[1]))
    return _refs(match[1]) if match else ()


def schemas_granted(text: str, start: int, end: int) -> tuple[str, ...]:
    """The schemas without which a GRANT or REVOKE is refused, the platform's left out."""
    match = _pattern('grant schema', _GRANT_SCHEMA).search(text, start, end)
    names = [ref.name for ref in _refs(match[1])] if match else []
    return tuple(name for name in names if not is_managed(name))


def misplaced_if(text: str, start: int, end: int) -> int | None:
    """Where ALTER PUBLICATION goes on behind an IF that its grammar takes for a name."""
    match = _pattern('published', _PUBLISHED_IF).match(text, start, end)
    return match.start(1) if match else None


def named_in(text: str, start: int, end: int) -> tuple[Ref, ...]:
    """The tables and types that any DDL in a stretch of text seems to be about."""
    pattern = (
        rf'\b(?:create|alter|drop){_GAP}(?:table|type|view|domain|materialized{_GAP}view){_GAP}'
        rf'{_IF}(?:only{_GAP})?{_REF}'
    )
    found: dict[Ref, None] = {}
    for match in _pattern('named', pattern).finditer(text, start, end):
        found.update(dict.fromkeys(_refs(match[1])[:1]))
    return tuple(found)


def builds(text: str, start: int, end: int) -> bool:
    """Whether a CREATE FUNCTION may be one that builds something."""
    return _pattern('builds', _BUILDS).search(text, start, end) is not None


def is_call(text: str, start: int, end: int) -> bool:
    """Whether a SELECT or CALL begins with a function, as those do that are run for effect."""
    return end - start < _LONGEST_CALL and (
        _pattern('call', _CALL).match(text, start, end) is not None
    )


def first_name(text: str, start: int, end: int, skip: int) -> Ref | None:
    """The name behind the first ``skip`` words and an IF [NOT] EXISTS, for what is not
    understood otherwise."""
    pattern = rf'(?:\w+{_GAP}){{{skip}}}{_IF}(?:only{_GAP})?{_REF}'
    match = _pattern(pattern, pattern).match(text, start, end)
    refs = _refs(match[1]) if match else ()
    return refs[0] if refs else None


def _pattern(key: str, pattern: str) -> re.Pattern[str]:
    found = _compiled.get(key)
    if found is None:
        found = _compiled[key] = re.compile(f'(?i:{pattern})')
    return found


def _refs(written: str) -> tuple[Ref, ...]:
    found: list[Ref] = []
    for one in _split(written):
        schema = one[-2] if len(one) > 1 else None
        found.append(Ref(schema, one[-1]))
    return tuple(found)


def _split(written: str) -> list[list[str]]:
    """``a.b, c`` as lists of names."""
    found: list[list[str]] = [[]]
    position = 0
    for match in _ONE.finditer(written):
        if ',' in written[position:match.start()]:
            found.append([])
        word = match[0]
        found[-1].append(word[1:-1].replace('""', '"') if word[0] == '"' else fold(word))
        position = match.end()
    return found
