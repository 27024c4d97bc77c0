/** What the kernel stops by itself, tried by a Node that nothing else restrains. */
import { once } from 'node:events'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Attempt, connected, functionsOf } from '../../../test/fakes/forbidden-attempts.ts'
import { forbiddenFiles } from '../../../test/fakes/forbidden-files.ts'
import { layTargets } from '../../../test/fakes/forbidden-targets.ts'
import { availableWrappers, kernelWrappers, sandboxBy } from '../../../test/fakes/start-test-script.ts'
import type { Wrapper } from './sandboxed-process.ts'

const targets = await layTargets()

/** As if a plugin had got through all that Node and boot.ts put in its way. */
const native: readonly Attempt[] = [
  ...forbiddenFiles,
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
      ${targets.facts}
      const names = ['fs', 'net', 'dns', 'os', 'v8', 'sqlite', 'child_process']
      const [fs, net, dns, os, v8, sqlite, cp] = names.map(name => process.getBuiltinModule('node:' + name))
      const attempts = ${functionsOf(native)}
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
    const child = (await sandboxBy(wrapper)).spawn({
      command: [process.execPath, '-e', script],
      readable: [process.execPath, targets.granted].map(path => ({ from: path, at: path })),
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
