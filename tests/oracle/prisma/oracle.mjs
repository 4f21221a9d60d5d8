// Prisma's own schema engine and schema parser (their WebAssembly builds: no native binary, no
// network) behind JSON lines: one request a line in, one answer a line out, in order.
//
//   {"cmd": "validate", "files": [[PATH, TEXT], …]}                  {"ok": true} | {"ok": false, "message"}
//   {"cmd": "dmmf",     "files": …}                                  {"dmmf": …}
//   {"cmd": "format",   "files": …}                                  {"files": [[PATH, TEXT], …]}
//   {"cmd": "pull",     "url": URL, "files": …, "again": true | false} {"files": …, "warnings"}
//   {"cmd": "diff",     "files": …, "url": URL | "from": FILES | []}  {"exitCode": 0 | 2, "text"}
//
// "engine" is "7" (default) or "6"; "script": true makes diff answer with SQL, "external" lists the
// tables (schema.name) that it passes over. diff goes from the
// database (or the files in "from"; none is the empty database) to the schema. What an engine
// refuses is {"error": message}.
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { catalogAdapterFactory, versionOnlyFactory } from './adapter.mjs'

const require = createRequire(import.meta.url)
const here = path.dirname(fileURLToPath(import.meta.url))

// The engine reports a Rust panic through this global; without it the panic kills the process.
globalThis.PRISMA_WASM_PANIC_REGISTRY ??= { message: '', set_message(text) { this.message = text } }

// ---------------------------------------------------------------- schema files

const DATASOURCE = /^(\s*datasource\s+\w+\s*\{)([^}]*)(\})/gm
const URL_LINE = /^[ \t]*(url|directUrl|shadowDatabaseUrl)[ \t]*=.*$/gm

// Prisma 7 refuses URLs inside the datasource block, Prisma 6 wants one. Neither is used: the
// adapter connects. A line taken out is blanked, so that positions stay true; of a schema that is
// to be judged none is taken out.
function forEngine(files, engine, cmd) {
  if (cmd === 'validate' && engine !== '6') return files.map(([path, content]) => ({ path, content }))
  const datasource = engine === '6'
    ? (all, open, body, close) => (/^[ \t]*url[ \t]*=/m.test(body) ? all : `${open}\n url = "postgresql://unused"${body}${close}`)
    : (_, open, body, close) => open + body.replace(URL_LINE, '') + close
  return files.map(([name, text]) => ({ path: name, content: text.replace(DATASOURCE, datasource) }))
}

const pairs = (files) => files.map((f) => [f.path, f.content])

// ---------------------------------------------------------------- engines

const loaded = new Map()
async function schemaEngineClass(engine) {
  if (!loaded.has(engine)) {
    const name = engine === '6' ? 'schema-engine-wasm-6' : '@prisma/schema-engine-wasm'
    // The package's own entry imports the .wasm as an ES module, which Node 20 does not do without
    // a flag: instantiate it by hand and give it to the glue instead.
    const glueFile = path.join(here, 'node_modules', name, 'schema_engine_bg.js')
    const glue = await import(pathToFileURL(glueFile).href)
    const bytes = fs.readFileSync(glueFile.replace(/\.js$/, '.wasm'))
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue })
    glue.__wbg_set_wasm(instance.exports)
    instance.exports.__wbindgen_start()
    loaded.set(engine, glue.SchemaEngine)
  }
  return loaded.get(engine)
}

const schemaParser = (engine) =>
  require(engine === '6' ? 'prisma-schema-wasm-6' : '@prisma/prisma-schema-wasm')

async function withEngine({ url, files, engine }, use) {
  const SchemaEngine = await schemaEngineClass(engine)
  const unbound = url ? catalogAdapterFactory(url, 'public') : versionOnlyFactory()
  const factory = bindMigrationAwareSqlAdapterFactory(unbound)
  let handle
  try {
    handle = await SchemaEngine.new({ datamodels: pairs(files) }, () => {}, factory)
    return await use(handle)
  } catch (e) {
    throw explain(e, factory.errorRegistry)
  } finally {
    try { handle?.free() } catch { /* a panicked engine cannot be freed */ }
    await unbound.closeAll() // the engine never closes the pool it was given
  }
}

// A JS driver's error crosses the wasm border as a number in text; put the real one back.
function explain(error, registry) {
  const id = /external error id#(\d+)/i.exec(String(error?.message ?? error))
  const kept = id && registry?.consumeError?.(Number(id[1]))
  return kept ? new Error(kept.error?.message ?? String(kept.error)) : error
}

// ---------------------------------------------------------------- commands

const commands = {
  validate({ files, engine }) {
    try {
      schemaParser(engine).validate(JSON.stringify({ prismaSchema: pairs(files), noColor: true }))
      return { ok: true }
    } catch (e) {
      const text = String(e?.message ?? e)
      try { return { ok: false, message: JSON.parse(text).message } } catch { return { ok: false, message: text } }
    }
  },

  dmmf({ files, engine }) {
    const answer = schemaParser(engine).get_dmmf(JSON.stringify({ prismaSchema: pairs(files), noColor: true }))
    return { dmmf: JSON.parse(answer).datamodel }
  },

  format({ files, engine }) {
    const asked = { textDocument: { uri: `file:${files[0].path}` }, options: { tabSize: 2, insertSpaces: true } }
    return { files: JSON.parse(schemaParser(engine).format(JSON.stringify(pairs(files)), JSON.stringify(asked))) }
  },

  async pull({ url, files, engine, again = false }) {
    const read = await withEngine({ url, files, engine }, (handle) => handle.introspect({
      schema: { files }, baseDirectoryPath: '.', force: !again, compositeTypeDepth: -1, namespaces: null,
    }))
    return { files: pairs(read.schema.files), warnings: read.warnings }
  },

  async diff({ url, from, files, engine, script = false, external = [] }) {
    const live = url ? { tag: 'schemaDatasource', files, configDir: '.' }
      : from?.length ? { tag: 'schemaDatamodel', files: forEngine(from, engine) }
        : { tag: 'empty' }
    const { exitCode, stdout } = await withEngine({ url, files, engine }, (handle) => handle.diff({
      from: live, to: { tag: 'schemaDatamodel', files },
      script, exitCode: true, shadowDatabaseUrl: null, filters: { externalTables: external, externalEnums: [] },
    }))
    return { exitCode, text: stdout }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const { cmd, engine = '7', ...request } = JSON.parse(line)
  let answer
  try {
    answer = await commands[cmd]({ ...request, engine, files: forEngine(request.files, engine, cmd) })
  } catch (e) {
    answer = { error: String(e?.message ?? e) }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
