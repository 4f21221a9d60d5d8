"""Whether an expression surely calls a function that is not IMMUTABLE (pg_proc.provolatile).

Indexes and generated columns take no others. Functions of the user's are not looked into.
"""
from __future__ import annotations

import re

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Table
from sync_guard.postgres.tokens import read
from sync_guard.postgres.tokens import Token

# Words that are calls by themselves.
_WORDS = frozenset({
    'current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp',
    'current_user', 'session_user',
})
# Functions of which no overload is immutable, in 15 to 18: time, chance, settings, and what goes
# through the output function of a type that it does not know.
_FUNCTIONS = frozenset({
    'now', 'clock_timestamp', 'statement_timestamp', 'transaction_timestamp', 'timeofday',
    'random', 'gen_random_uuid', 'current_setting', 'concat', 'concat_ws', 'format',
    'array_to_string', 'array_to_json', 'row_to_json', 'to_json', 'to_jsonb', 'json_build_object',
    'jsonb_build_object', 'to_char', 'to_date', 'to_number', 'make_timestamptz',
})
# Those that read default_text_search_config where no configuration is given.
_CONFIGURED = frozenset({'to_tsvector', 'to_tsquery', 'plainto_tsquery'})
# Those that read the session's time zone where they are given a timestamptz.
_ZONED = frozenset({'date', 'date_trunc', 'date_part', 'extract'})
_ZONED_CASTS = frozenset({'date', 'time', 'timestamp', 'text', 'varchar'})
_ANY = re.compile(
    r'(?i:now|current_|local|timestamp|timeofday|random|session_user|concat|format|to_|_object|date'
    r'|extract|::)',
)


def is_mutable(text: str, table: Table) -> bool:
    if not _ANY.search(text):
        return False
    tokens = read(text)
    return any(_calls(tokens, i, table) for i, token in enumerate(tokens) if token.kind == 'word')


def _calls(tokens: list[Token], i: int, table: Table) -> bool:
    word = tokens[i].value
    if i and tokens[i - 1].kind == '.':
        return False
    if i and tokens[i - 1].kind == '::':
        following = tokens[i + 1].value if i + 1 < len(tokens) else ''
        if following in ('with', '('):  # timestamp with time zone is what it is
            return False
        return word in _ZONED_CASTS and _is_zoned(tokens[:i - 1], table)
    if word in _WORDS:
        return True
    if i + 1 >= len(tokens) or tokens[i + 1].kind != '(':
        return False
    if word in _FUNCTIONS:
        return True
    if word not in _CONFIGURED and word not in _ZONED:
        return False
    arguments = _arguments(tokens, i + 1)
    if word in _CONFIGURED:
        return len(arguments) == 1
    if word == 'extract':  # extract(field FROM value)
        arguments = [part[2:] for part in arguments if len(part) > 2]
    wanted = 2 if word in ('date_trunc', 'date_part') else 1
    return len(arguments) == wanted and _is_zoned(arguments[-1], table, alone=True)


def _arguments(tokens: list[Token], opening: int) -> list[list[Token]]:
    """The tokens of each argument in the parenthesis at ``opening``."""
    found: list[list[Token]] = [[]]
    depth = 0
    for token in tokens[opening:]:
        depth += token.kind in ('(', '[')
        if depth == 1 and token.kind == ',':
            found.append([])
        elif depth > 1 or token.kind not in ('(', ')'):
            found[-1].append(token)
        depth -= token.kind in (')', ']')
        if not depth:
            break
    return found


def _is_zoned(tokens: list[Token], table: Table, alone: bool = False) -> bool:
    """Whether what ends here is a column of type timestamptz, in parentheses or not; ``alone``
    where nothing may come before it."""
    while tokens and tokens[-1].kind == ')' and len(tokens) > 2 and tokens[-3].kind == '(':
        tokens = [*tokens[:-3], tokens[-2]]
    if not tokens or tokens[-1].kind not in ('word', 'name') or alone and len(tokens) > 1:
        return False
    if len(tokens) > 1 and tokens[-2].kind in ('.', '::', 'string', 'word', 'name'):
        return False  # AT TIME ZONE zone, a cast's type, another table's column
    column = table.column(tokens[-1].value)
    if column is None or column.uncertain is not None or column.type.schema != BUILT_IN:
        return False
    return column.type.name == 'timestamptz' and not column.type.is_array
