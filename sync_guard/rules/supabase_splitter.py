"""The Supabase CLI cuts a statement where PostgreSQL does not, and so cannot apply the file.

`supabase db push`, `migration up` and `db reset` send a migration statement by statement. Three
things come apart on the way, although psql takes them: a semicolon inside parentheses after an
inner parenthesis has closed (`CREATE RULE … DO ALSO (INSERT … VALUES (1); INSERT …)`), a body whose
`BEGIN` and `ATOMIC` have a comment between them, and a dollar quote that begins with a dollar sign.
The data after `COPY … FROM stdin;` is not sent at all.

Write the statement in a form that holds together. In a dollar quote nothing is cut:
`DO $do$ BEGIN EXECUTE $sql$ … $sql$; END $do$;`. Data goes into INSERT statements, or into
supabase/seed.sql.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.finding import Finding
from sync_guard.migrations.facts import Text
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._migration import text_finding


@rule('supabase-splitter', item='migration', on=Text)
def supabase_splitter(fact: Text, context: Context) -> Iterator[Finding]:
    if fact.rule == 'supabase-splitter':
        yield text_finding(
            fact,
            'write the rows as INSERT INTO … VALUES' if 'COPY' in fact.message else
            'wrap the statement: DO $do$ BEGIN EXECUTE $sql$ … $sql$; END $do$;',
        )
