"""prisma.config.ts, as people write it: what is plain text is read, what is a program is not."""
from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_guard.prisma.config_ts import PrismaConfig
from sync_guard.prisma.config_ts import read_config


@pytest.mark.parametrize('text', [
    '', '{', 'export default {}', 'schema: "x"', '// schema: "x"', '"schema"',
    'export default defineConfig({ migrations: { schema: "x" } })',
    'export default defineConfig({ datasource: { url: env("schema") } })',
])
def test_no_schema_is_named(text: str) -> None:
    assert read_config(text) == PrismaConfig()


@pytest.mark.parametrize(('text', 'schema'), [
    ('export default defineConfig({ schema: "prisma/schema.prisma" });', 'prisma/schema.prisma'),
    ("export default { schema: './db' } satisfies PrismaConfig", './db'),
    ('module.exports = { schema: `prisma` }', 'prisma'),
    ('export default defineConfig({ "schema": "a", tables: {} })', 'a'),
    ('export default defineConfig({ earlyAccess: true, /* x */ schema: // y\n "a" })', 'a'),
    ('export default defineConfig({ schema: path.join("prisma", "schema.prisma") })',
     'prisma/schema.prisma'),
    ('export default defineConfig({ schema: path.join(__dirname, "prisma", "db") })', 'prisma/db'),
    ('export default defineConfig({ schema: resolve(import.meta.dirname, `./p.prisma`) })',
     './p.prisma'),
    ('const schema = path.join("a", "b")\nexport default defineConfig({ schema })', 'a/b'),
    ('const where = "a.prisma";\nconst o = 1\nexport default { schema: where }', 'a.prisma'),
    ('const config = { schema: "x" };\nexport default config;', 'x'),
    ('export default defineConfig(() => ({ schema: "x" }))', 'x'),
    ('export default defineConfig({ seed: "tsx {", schema: "x" })', 'x'),
    ('export default ({ schema: "x" }) satisfies PrismaConfig', 'x'),
    ('export default { schema: "x" as const, tables: {} } as PrismaConfig', 'x'),
    ('export default { schema: { kind: "single", filePath: "a/b.prisma" } }', 'a/b.prisma'),
    ('export default { schema: fileURLToPath(new URL("./x.prisma", import.meta.url)) }',
     './x.prisma'),
    ('const dir = "db"\nexport default defineConfig({ schema: `${dir}/x.prisma` })',
     'db/x.prisma'),
    ('const config: PrismaConfig = { schema: "x" }\nexport default config', 'x'),
    ('const config = defineConfig({ schema: "x" })\nexport default config', 'x'),
    ('const other = { schema: "y" }\nconst config = { schema: "x" }\nexport default config', 'x'),
    ('const base = { schema: "x" }\nexport default defineConfig({ ...base, seed: "y" })', 'x'),
    ('export default { schema: "x", ...(process.env.URL ? { datasource: { url } } : {}) }', 'x'),
    ('export default { schema: "x", ...(process.env.URL && { datasource: { url } }) }', 'x'),
    ('const s = z.object({ schema: z.string() })\nmodule.exports = mine({ schema: "x" })', 'x'),
])
def test_the_schema_is_read(text: str, schema: str) -> None:
    assert read_config(text) == PrismaConfig(schema=schema)


@pytest.mark.parametrize('text', [
    'export default defineConfig({ schema: process.env.SCHEMA ?? "a" })',
    'export default defineConfig({ schema: `${root}/schema.prisma` })',
    'export default defineConfig({ schema: path.join(root, "a") })',
    'export default defineConfig({ schema: isTest ? "a" : "b" })',
    'export default defineConfig({ schema: schema })',
    'const schema = schema\nexport default defineConfig({ schema })',
    'let schema = "a"\nif (test) schema = "b"\nexport default defineConfig({ schema })',
    'function f() { const schema = "a" }\nconst schema = "b"\nexport default { schema }',
    'export default { schema: process.env.SCHEMA! }',
    'const beside = (p) => path.join(__dirname, p)\nexport default { schema: beside("a") }',
])
def test_a_schema_that_a_program_makes_is_not_guessed(text: str) -> None:
    assert read_config(text) == PrismaConfig(unread=('schema',))


@pytest.mark.parametrize(('value', 'external'), [
    ('["public.users", \'auth.users\',]', ('public.users', 'auth.users')),
    ('[]', ()),
    ('NAMES', ('a.b',)),
    ('[...NAMES, "c.d"]', ('a.b', 'c.d')),
    ('["a.b", // why\n "c.d", ] as string[]', ('a.b', 'c.d')),
    ('["a.b"] satisfies string[]', ('a.b',)),
])
def test_external_tables_and_enums_are_read(value: str, external: tuple[str, ...]) -> None:
    text = (
        'const NAMES = ["a.b"] as const\n'
        f'export default defineConfig({{ tables: {{ external: {value} }},\n'
        '  enums: { external: ["auth.aal"] } })'
    )
    assert read_config(text) == PrismaConfig(None, (*external, 'auth.aal'))


def test_external_tables_that_a_program_makes_are_not_guessed() -> None:
    text = 'export default defineConfig({ tables: { external: [...a, "b"] } })'
    assert read_config(text) == PrismaConfig(unread=('tables.external',))


@pytest.mark.parametrize('text', [
    'const tables = { external: ["a.b"] }\nexport default defineConfig({ tables })',
    'const own = { external: ["a.b"] }\nexport default defineConfig({ tables: own })',
    'const base = { tables: { external: ["a.b"] } }\nexport default { ...base }',
    'import base from "x"\nexport default {\n ...base, schema: undefined, tables: { external: '
    '["a.b"] }, enums: { external: [] } }',
])
def test_external_tables_are_read_through_constants(text: str) -> None:
    assert read_config(text).external == ('a.b',)


@pytest.mark.parametrize(('text', 'unread'), [
    ('import base from "./base"\nexport default { ...base, schema: "a" }',
     ('tables.external', 'enums.external')),
    ('import base from "./base"\nexport default { schema: "a", ...base }',
     ('schema', 'tables.external', 'enums.external')),
    ('export default { tables: { ...more } }', ('tables.external',)),
    ('export default { ...(isTest ? base : {}), schema: "a" }',
     ('tables.external', 'enums.external')),
    ('export default make(settings)', ('schema', 'tables.external', 'enums.external')),
    ('const other = { schema: "a" }\nexport default make(other.x)',
     ('schema', 'tables.external', 'enums.external')),
    ('export default { tables: { external: names.map((n) => `public.${n}`) } }',
     ('tables.external',)),
])
def test_what_comes_from_elsewhere_is_not_guessed(text: str, unread: tuple[str, ...]) -> None:
    assert read_config(text).unread == unread


@given(st.lists(st.sampled_from([
    'export default', ' defineConfig(', '{', '}', '[', ']', '(', ')', ',', ':', ';', 'schema',
    '"a"', "'", '`', '${', '//', '/*', '*/', '\n', 'tables', 'external', 'path.join(', 'const ',
    '=', '\\', '...', 'a ? ', '&&', ' as const',
])).map(''.join))
def test_no_text_is_too_odd_to_read(text: str) -> None:
    assert isinstance(read_config(text), PrismaConfig)


@pytest.mark.parametrize('text', ['{' * 49_000, '/*' * 24_000, '{schema' * 7_000, '/' * 9_000_000])
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    read_config(text)

    assert time.process_time() - start < 5
