import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  availableWrappers,
  kernelWrappers,
  sandboxBy,
  startTestScript,
  type TestScript,
} from '../../../test/fakes/start-test-script.ts'
import type { Wrapper } from './sandboxed-process.ts'

/**
 * What a plugin must not be able to do, tried by real plugins and, to see what the kernel stops by itself, by a Node that
 * nothing else restrains. A case is a function's body: it must throw, or return nothing.
 */
type Case = Readonly<{
  what: string
  body: string
  /** Node's own layers do not stop it: see README.md. */
  only?: 'kernel'
}>

const SECRET = `secret-${Math.random()}`
process.env.SANDBOX_TEST_SECRET = SECRET

const server = createServer(socket => socket.end('reached')).listen(0, '127.0.0.1')
const abstractName = `\0sandbox-test-${process.pid}`
const abstractServer = createServer(socket => socket.end('reached')).listen(abstractName)
await Promise.all([once(server, 'listening'), once(abstractServer, 'listening')])
const { port } = server.address() as AddressInfo

const scratch = mkdtempSync(join(tmpdir(), 'sandbox-test-'))
const socketPath = join(scratch, 'service.sock')
const socketServer = createServer(socket => socket.end('reached')).listen(socketPath)
await once(socketServer, 'listening')
writeFileSync(join(scratch, 'config.yaml'), SECRET)
writeFileSync(join(scratch, 'granted.txt'), 'granted')

afterAll(() => {
  for (const each of [server, abstractServer, socketServer]) each.close()
  rmSync(scratch, { recursive: true })
})

const constants = `const facts = ${JSON.stringify({
  pid: process.pid,
  port,
  abstractName,
  socketPath,
  scratch,
  config: join(scratch, 'config.yaml'),
  granted: join(scratch, 'granted.txt'),
  secret: SECRET,
  sources: import.meta.filename,
})}`

const read = (what: string, path: string, more: Partial<Case> = {}): Case => ({
  what: `read ${what}`,
  body: `return fs.readFileSync(${path}, 'latin1')`,
  ...more,
})
const write = (what: string, path: string): Case => ({
  what: `write ${what}`,
  body: `fs.writeFileSync(${path}, 'x'); return 'written'`,
})

/** With `fs`, which a plugin is given that may read a file of its own. */
const files: readonly Case[] = [
  read('a file of the system', `'/etc/passwd'`),
  read("the service's configuration", 'facts.config'),
  read("the service's sources", 'facts.sources'),
  read('by a path that climbs', `facts.granted + '/../config.yaml'`),
  read('by a path of bytes', `Buffer.from('/etc/passwd')`),
  read('by a URL', `new URL('file:///etc/passwd')`),
  read('the environment of the service', "'/proc/' + facts.pid + '/environ'"),
  read('the command line of the service', "'/proc/' + facts.pid + '/cmdline'"),
  read('the memory map of the service', "'/proc/' + facts.pid + '/maps'"),
  read('what the service holds open', "'/proc/' + facts.pid + '/fd/1'"),
  {
    what: 'read the memory of the service',
    body: "const fd = fs.openSync('/proc/' + facts.pid + '/mem', 'r'); return fs.readSync(fd, Buffer.alloc(1), 0, 1, 4194304)",
  },
  write('into /tmp', `'/tmp/sandbox-test-written'`),
  write('into the root', `'/sandbox-test-written'`),
  write('into /usr', `'/usr/sandbox-test-written'`),
  write('into /dev/shm', `'/dev/shm/sandbox-test-written'`),
  write('the file it may read', 'facts.granted'),
  write("the service's configuration", 'facts.config'),
  write("the kernel's settings", `'/proc/sys/kernel/hostname'`),
  {
    what: 'list a folder',
    body: `return fs.readdirSync(facts.scratch).filter(name => name !== 'granted.txt').join() || undefined`,
  },
  {
    what: 'see whether a file exists',
    body: `return fs.existsSync(facts.config) || fs.existsSync('/etc/passwd') ? 'seen' : undefined`,
  },
  {
    what: 'make a symbolic link and follow it',
    body: `const at = facts.scratch + '/link'; fs.symlinkSync('/etc/passwd', at); return fs.readFileSync(at, 'latin1')`,
  },
  { what: 'make a hard link', body: `fs.linkSync(facts.granted, facts.scratch + '/hard'); return 'linked'` },
  { what: 'rename', body: `fs.renameSync(facts.granted, facts.scratch + '/renamed'); return 'renamed'` },
  { what: 'remove', body: `fs.rmSync(facts.granted); return 'removed'` },
  { what: 'change the mode', body: `fs.chmodSync(facts.granted, 0o777); return 'changed'` },
  {
    what: 'watch a folder',
    body: `const watcher = fs.watch('/root'); const end = Promise.withResolvers(); watcher.on('error', end.reject); setImmediate(end.resolve); await end.promise; watcher.close(); return 'watching'`,
  },
  {
    what: 'stream a file',
    body: `let text = ''; for await (const chunk of fs.createReadStream('/etc/passwd')) text += chunk; return text`,
  },
  { what: 'open a file as a blob', body: `return await (await fs.openAsBlob('/etc/passwd')).text()` },
  { what: 'copy', body: `fs.cpSync('/etc', '/tmp/sandbox-test-written', { recursive: true }); return 'copied'` },
  // CVE-2026-106073, mended in Node 26.12.1.
  { what: 'resolve a path outside (realpath)', body: `return fs.realpathSync('/root')`, only: 'kernel' },
]

const pluginFiles: readonly Case[] = [
  {
    what: 'list its own folder',
    body: `return fs.readdirSync(import.meta.dirname).filter(name => name !== 'plugin.ts').join()`,
  },
  write('its own file', 'import.meta.filename'),
  read("another plugin's file", `facts.neighbour`),
  read('its own environment from /proc', `'/proc/self/environ'`),
  read('the environment of the first process', `'/proc/1/environ'`),
  { what: 'look at its file descriptors', body: `return fs.readdirSync('/proc/self/fd').join()` },
]

const connected = (how: string) =>
  `const { promise, resolve, reject } = Promise.withResolvers(); const socket = ${how}; socket.once('data', data => resolve(String(data))); socket.once('error', reject); return await promise`

/** Without any grant. */
const elsewhere: readonly Case[] = [
  ...['fetch', 'WebSocket', 'EventSource'].map(name => ({
    what: `the global ${name}`,
    body: `return typeof ${name} === 'undefined' ? undefined : ${name}`,
  })),
  {
    what: 'connect by the class of its own streams',
    body: connected(`new process.stdin.constructor().connect(facts.port, '127.0.0.1')`),
  },
  {
    what: 'connect to a path by the class of its own streams',
    body: connected(`new process.stdin.constructor().connect(facts.socketPath)`),
  },
  {
    what: 'listen by the handle of its own streams',
    body: `const pipe = new process.stdin._handle.constructor(1); const code = pipe.bind('/tmp/sandbox-test-written'); return code === 0 ? 'bound' : undefined`,
  },
  { what: 'process.getBuiltinModule', body: `return process.getBuiltinModule('node:net')` },
  { what: 'process.binding', body: `return process.binding('fs')` },
  { what: 'process._linkedBinding', body: `return process._linkedBinding('fs')` },
  {
    what: 'process.dlopen',
    body: `process.dlopen({ exports: {} }, '/usr/lib/x86_64-linux-gnu/libc.so.6'); return 'loaded'`,
  },
  { what: 'signal the service', body: `return process.kill(facts.pid, 'SIGTERM')` },
  { what: 'signal its parent', body: `return process.kill(process.ppid, 'SIGTERM')` },
  { what: 'signal by the raw call', body: `return process._kill(facts.pid, 15)` },
  { what: "open the service's inspector", body: `return process._debugProcess(facts.pid)` },
  {
    what: 'signal by the prototype of process',
    body: `return Object.getPrototypeOf(process).kill(facts.pid, 'SIGTERM')`,
  },
  { what: 'become another user', body: 'process.setuid(0); return process.getuid()' },
  { what: 'become another group', body: 'process.setgid(0); return process.getgid()' },
  { what: 'become another program', body: `process.execve('/bin/true', [])` },
  { what: 'see the environment', body: `return Object.entries(process.env).join() || undefined` },
  { what: 'read an environment file', body: `return process.loadEnvFile(facts.config)` },
  { what: 'write a report', body: `return process.report.writeReport('/tmp/sandbox-test-written')` },
  { what: 'read a report', body: `return JSON.stringify(process.report.getReport())` },
  { what: 'change the working directory', body: `process.chdir('/usr'); return process.cwd()` },
  { what: 'know where the service stands', body: `return process.cwd() === '/' ? undefined : process.cwd()` },
  { what: 'talk by the channel of a fork', body: `return process.send({})` },
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
  { what: 'keep something in web storage', body: `sessionStorage.a = 'b'; return sessionStorage.a` },
  {
    what: 'find the secret in what it was started with',
    body: `return process.argv.concat(process.execArgv).join().includes(facts.secret) ? 'found' : undefined`,
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

const pluginSource = (cases: readonly Case[], imports = '', more = '') => `
  import { accept, defineUnit, reject, text } from 'ovirt-scheduler/sdk'
  ${imports}
  ${constants}
  ${more}
  const attempts = { ${cases.map(({ what, body }) => `${JSON.stringify(what)}: async () => { ${body} }`).join(',\n')} }
  export default defineUnit({
    id: 'hostile', description: 'Tries', parameters: { attempt: text({ label: 'a', help: 'a', pattern: '^.*$', default: '' }) },
    async filter(vm, host, { attempt }) {
      try {
        const reached = await attempts[attempt]()
        return reached === undefined ? accept : reject('reached: ' + String(reached))
      } catch (error) {
        return reject('stopped: ' + error?.message)
      }
    },
  })`

describe.each(await availableWrappers())('a plugin behind %s', (wrapper: Wrapper) => {
  const level = wrapper === 'permission' ? 'runtime' : 'kernel'
  let reader: TestScript & AsyncDisposable
  let plain: TestScript & AsyncDisposable
  const neighbour = () =>
    `const neighbour = ${JSON.stringify(join(plain.directory, 'plugin.ts'))}; facts.neighbour = neighbour`

  beforeAll(async () => {
    plain = await startTestScript(pluginSource(elsewhere), { wrapper })
    reader = await startTestScript(pluginSource([...files, ...pluginFiles], `import fs from 'node:fs'`, neighbour()), {
      wrapper,
      grant: { readable: [join(scratch, 'granted.txt')] },
    })
  })
  afterAll(async () => {
    await reader[Symbol.asyncDispose]()
    await plain[Symbol.asyncDispose]()
  })

  const check = async (plugin: TestScript, { what, only }: Case) => {
    const outcome = (await plugin.filter({ attempt: what })) ?? 'stopped: nothing there'
    if (only === 'kernel' && level === 'runtime') expect(outcome).toMatch(/^reached/)
    else expect(outcome).toMatch(/^stopped/)
    expect(outcome).not.toContain(SECRET)
  }

  it.each([...files, ...pluginFiles])('with a file granted: $what', one => check(reader, one))
  it.each(elsewhere)('$what', one => check(plain, one))

  it('and the granted file can be read', async () => {
    const source = `
      import { defineUnit, reject } from 'ovirt-scheduler/sdk'
      import { readFileSync } from 'node:fs'
      const text = readFileSync(${JSON.stringify(join(scratch, 'granted.txt'))}, 'utf8')
      export default defineUnit({ id: 'reads', description: 'Reads', parameters: {}, filter: () => reject(text + process.env.GIVEN + process.env.HIDDEN) })`
    await using plugin = await startTestScript(source, {
      wrapper,
      grant: { readable: [join(scratch, 'granted.txt')], environment: ['GIVEN'] },
      environment: { GIVEN: ' and this', HIDDEN: 'not this' },
    })
    expect(await plugin.filter()).toBe('granted and thisundefined')
    // Neither may the rest of the machine read it from the arguments of a wrapper.
    expect(execFileSync('ps', ['-ww', '-eo', 'args'], { encoding: 'utf8' })).not.toContain('and this')
  })

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

  it('has left nothing behind', () => {
    expect(existsSync('/tmp/sandbox-test-written')).toBe(false)
    expect(readFileSync(join(scratch, 'granted.txt'), 'utf8')).toBe('granted')
    expect(readFileSync(join(scratch, 'config.yaml'), 'utf8')).toBe(SECRET)
  })
})

/** As if a plugin had got through all that Node and boot.ts put in its way. */
const native: readonly Case[] = [
  ...files,
  { what: 'connect to the loopback', body: connected(`net.connect(facts.port, '127.0.0.1')`) },
  { what: 'connect to a socket in the file system', body: connected('net.connect(facts.socketPath)') },
  { what: 'connect to a socket without a file', body: connected('net.connect(facts.abstractName)') },
  { what: 'ask a name server', body: `return await dns.promises.lookup('example.com')` },
  { what: 'fetch', body: `return (await fetch('http://127.0.0.1:' + facts.port)).status` },
  { what: 'signal the service', body: `return process.kill(facts.pid, 0)` },
  {
    what: 'signal everything from a shell',
    body: 'return cp.execFileSync("/bin/kill", ["-0", String(facts.pid)]) + ""',
  },
  { what: 'become the administrator', body: 'process.setuid(1); return process.getuid()' },
  { what: 'take precedence', body: 'os.setPriority(-5); return os.getPriority()' },
  {
    what: 'see network interfaces',
    body: `return Object.entries(os.networkInterfaces()).find(([name]) => name !== 'lo')`,
  },
  {
    what: 'write a database',
    body: `new sqlite.DatabaseSync(facts.scratch + '/a.db').exec('create table a(b)'); return 'written'`,
  },
  { what: 'dump the heap', body: `return v8.writeHeapSnapshot('/tmp/sandbox-test-written')` },
  { what: 'mount', body: `return cp.execFileSync('mount', ['-o', 'remount,rw', '/']) + ''` },
  { what: 'make a namespace to be root in', body: `return cp.execFileSync('unshare', ['-Urm', 'id']) + ''` },
  { what: 'make a device', body: `return cp.execFileSync('mknod', ['/dev/a', 'b', '254', '0']) + ''` },
  {
    what: 'find the secret in any process',
    body: `
      for (const pid of fs.readdirSync('/proc').filter(name => /^\\d+$/.test(name)))
        for (const file of ['environ', 'cmdline'])
          if (fs.readFileSync('/proc/' + pid + '/' + file, 'latin1').includes('SANDBOX_TEST_' + 'SECRET')) return pid`,
  },
  {
    what: 'see processes that are not its own',
    body: `
      const seen = fs.readdirSync('/proc').filter(name => /^\\d+$/.test(name))
      return seen.length > 5 ? seen.join() : undefined`,
  },
]

describe.each(await availableWrappers(kernelWrappers))('the kernel alone, behind %s', (wrapper: Wrapper) => {
  let outcomes: Readonly<Record<string, string>>
  beforeAll(async () => {
    const script = `
      ${constants}
      const names = ['fs', 'net', 'dns', 'os', 'v8', 'sqlite', 'child_process']
      const [fs, net, dns, os, v8, sqlite, cp] = names.map(name => process.getBuiltinModule('node:' + name))
      const attempts = { ${native.map(({ what, body }) => `${JSON.stringify(what)}: async () => { ${body} }`).join(',\n')} }
      const outcomes = {}
      for (const [what, attempt] of Object.entries(attempts)) {
        try {
          const reached = await attempt()
          outcomes[what] = reached === undefined ? 'stopped: nothing there' : 'reached: ' + String(reached)
        } catch (error) {
          outcomes[what] = 'stopped: ' + error.message
        }
      }
      console.log(JSON.stringify(outcomes))
      process.exit()`
    const granted = join(scratch, 'granted.txt')
    const child = (await sandboxBy(wrapper)).spawn({
      command: [process.execPath, '-e', script],
      readable: [process.execPath, granted].map(path => ({ from: path, at: path })),
      environment: {},
      dataBytes: 2 ** 30,
      openFiles: 64,
    })
    child.stdin.end()
    let text = ''
    child.stdout.setEncoding('utf8').on('data', chunk => {
      text += chunk
    })
    await once(child, 'close')
    outcomes = JSON.parse(text)
  })

  it.each(native)('stops: $what', ({ what }) => {
    expect(outcomes[what]).toMatch(/^stopped/)
  })
})
