"""A foreign key leads into a schema that the datasource does not list.

The client works. But `prisma db pull` and `prisma migrate diff` refuse to answer (P4002, `Cross
schema references are only allowed when the target schema is listed in the schemas property of your
datasource`). With Supabase the usual case is a foreign key to `auth.users`. Advice, at level
strict: whoever does not run these two commands loses nothing.

List the schema (`schemas = ["public", "auth"]`, and `@@schema` in every model), and leave its
tables to Supabase with `tables: { external: ["auth.users"] }` in prisma.config.ts.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.compare.differences import CrossSchemaReference
from sync_guard.finding import Finding
from sync_guard.rules import Context
from sync_guard.rules import rule
from sync_guard.rules._schema import finding
from sync_guard.rules._schema import schema_place


@rule('cross-schema-reference', item='schema', on=CrossSchemaReference)
def cross_schema_reference(
    difference: CrossSchemaReference, context: Context,
) -> Iterator[Finding]:
    targets = sorted({str(key.references) for _, key in difference.references})
    table, key = difference.references[0]
    arrow = f'{table.key} ({", ".join(key.columns)}) → {key.references}'
    more = len(difference.references) - 1
    schemas = sorted({key.references.schema for _, key in difference.references})
    listed = ', '.join(f'"{s}"' for s in (*difference.schemas, *schemas))
    assert context.expected is not None
    # Prisma asks for it in each of them as soon as schemas are listed.
    blocks = '' if context.expected.multi_schema else (
        f'and in every model and enum      @@schema("{difference.schemas[0]}")\n'
    )
    made = finding(
        'cross-schema-reference', difference,
        f'foreign key {arrow}{f" (and {more} more)" if more else ""} leaves the schemas of the '
        'datasource: prisma db pull and migrate diff refuse to answer (P4002)',
        f'if you use those commands, write in the datasource      schemas = [{listed}]\n{blocks}'
        f'and in prisma.config.ts      tables: {{ external: '
        f'[{", ".join(repr(t) for t in targets)}] }}',
        schema_place(context), key.origin, detail=' '.join(targets),
    )
    yield made._replace(severity='warning')
