"""The Prisma schema has something Prisma refuses.

`prisma generate` and `prisma validate` fail on it, so there is no client to be in step with the
migrations.

Mend the line; `prisma validate` says the same with more context.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.prisma import SyntaxProblem
from sync_guard.rules import Context
from sync_guard.rules import rule


@rule('schema-syntax', item='schema', on=SyntaxProblem)
def schema_syntax(problem: SyntaxProblem, context: Context) -> Iterator[Finding]:
    message = problem.message.rstrip('.')
    help = 'mend this line of the schema; prisma validate says the same'
    sure = problem.uncertain is None
    if not sure:
        message = f'{message} ({problem.uncertain})'
        help = 'mend this line of the schema, unless prisma validate takes it'
    yield Finding(
        'schema-syntax', 'schema', message, help, problem.place, name=problem.place.path,
        severity='error' if sure else 'warning', detail=problem.message, certain=sure,
    )
