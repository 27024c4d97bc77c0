/** The code that a plugin must not load, import or make of texts, tried by a real one behind each wrapper; and what it may. */
import { builtinModules } from 'node:module'
import { describe, expect, it } from 'vitest'
import { type Attempt, testAttempts } from '../../../test/fakes/forbidden-attempts.ts'
import { layTargets } from '../../../test/fakes/forbidden-targets.ts'
import { availableWrappers, startTestScript } from '../../../test/fakes/start-test-script.ts'
import type { Wrapper } from './sandboxed-process.ts'

const targets = await layTargets()

const attempts: readonly Attempt[] = [
  { what: 'process.getBuiltinModule', body: `return process.getBuiltinModule('node:net')` },
  { what: 'process.binding', body: `return process.binding('fs')` },
  { what: 'process._linkedBinding', body: `return process._linkedBinding('fs')` },
  {
    what: 'process.dlopen',
    body: `process.dlopen({ exports: {} }, '/usr/lib/x86_64-linux-gnu/libc.so.6'); return 'loaded'`,
  },
  { what: 'eval', body: `return eval('1')` },
  { what: 'eval at a distance', body: `return (0, eval)('import("node:net")')` },
  { what: 'new Function', body: `return new Function('return import("node:net")')()` },
  {
    what: 'the constructor of async functions',
    body: `return (async () => {}).constructor('return import("node:net")')()`,
  },
  { what: 'eval from a promise', body: `return await Promise.resolve('import("node:net")').then(eval)` },
  {
    what: 'import with every look-up of JavaScript replaced',
    body: `
      const kept = [Set.prototype.has, Map.prototype.has, String.prototype.startsWith, Array.prototype.includes, Object.hasOwn]
      const put = ([a, b, c, d, e]) => { Set.prototype.has = a; Map.prototype.has = b; String.prototype.startsWith = c; Array.prototype.includes = d; Object.hasOwn = e }
      put(Array(5).fill(() => true))
      try { return await import('node:os') } finally { put(kept) }`,
  },
  {
    what: 'import by a polluted prototype',
    body: `
      Object.prototype['node:os'] = true
      try { return await import('node:os') } finally { delete Object.prototype['node:os'] }`,
  },
  { what: 'import a data: URL', body: `return await import('data:text/javascript,export default 1')` },
  { what: 'import over the network', body: `return await import('https://127.0.0.1/a.js')` },
  { what: 'import a file of the service', body: `return await import(facts.sources)` },
  { what: "import boot's own restrictions", body: `return await import('./restrict-process.ts')` },
  { what: 'import itself once more', body: `return await import(import.meta.url + '?again')` },
  { what: 'import JSON with attributes', body: `return await import('/etc/os-release', { with: { type: 'json' } })` },
  { what: 'import.meta.resolve', body: `return import.meta.resolve('node:fs')` },
  { what: 'find require', body: `return typeof require === 'undefined' ? undefined : require` },
  {
    what: 'load an engine of OpenSSL',
    body: `(await import('node:crypto')).setEngine('/tmp/engine.so'); return 'loaded'`,
  },
  ...builtinModules
    .map(name => name.replace(/^node:/, ''))
    .concat('sqlite', 'test', 'sea', 'ffi')
    .filter(
      name =>
        !['assert', 'buffer', 'crypto', 'events', 'path', 'querystring', 'string_decoder', 'url', 'util'].includes(
          name,
        ),
    )
    .map(name => ({ what: `import node:${name}`, body: `return await import('node:${name}')` })),
]

describe.each(await availableWrappers())('a plugin behind %s', (wrapper: Wrapper) => {
  testAttempts(attempts, wrapper, targets)

  it('may compute with WebAssembly and the harmless modules', async () => {
    const source = `
      import { defineUnit, reject } from 'ovirt-scheduler/sdk'
      import { createHash } from 'node:crypto'
      import path from 'path'
      const wasm = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
      export default defineUnit({ id: 'computes', description: 'Computes', parameters: {}, filter: () => reject([createHash('md5').update('').digest('hex').slice(0, 4), path.join('a', 'b'), new WebAssembly.Instance(wasm) instanceof WebAssembly.Instance].join()) })`
    await using plugin = await startTestScript(source, { wrapper })
    expect(await plugin.filter()).toBe('d41d,a/b,true')
  })

  const refused = [
    { why: 'a module that is not allowed', fileName: 'a.ts', source: `import 'node:net'` },
    { why: 'a file beside it', fileName: 'a.js', source: `import './other.js'` },
    { why: 'a package', fileName: 'a.mjs', source: `import 'zod'` },
    { why: 'CommonJS', fileName: 'a.js', source: `module.constructor.createRequire('/')('node:net')` },
    { why: 'require', fileName: 'a.js', source: `require('node:net')` },
    { why: 'TypeScript that does not just disappear', fileName: 'a.ts', source: `enum A { b }` },
  ]
  it.each(refused)('is not loaded with $why', async ({ source, fileName }) => {
    const unit = `export default { id: 'a', description: 'a', parameters: {}, filter: () => ({ ok: true }) }`
    const loading = startTestScript(`${source}\n${unit}`, { wrapper, fileName, files: { 'other.js': '' } })
    await expect(loading).rejects.toThrow(/a plugin may import|not defined in ES module scope|enum/)
  })
})
