/** Python plugins in their sandbox: what the kernel keeps from them, and what stops one that goes too far. */
import { afterEach, describe, expect, it } from 'vitest'
import { type PluginEndpoint, startPluginEndpoint } from '../../../test/fakes/start-plugin-endpoint.ts'

const H1 = '11111111-1111-1111-1111-111111111111'
const VM = '33333333-3333-3333-3333-333333333333'

let endpoint: PluginEndpoint | undefined
afterEach(() => endpoint?.close())

/** A plugin whose score is what `body` makes of it; `other` is a plugin beside it that is well. */
async function score(body: string, settings: Record<string, unknown> = {}): Promise<unknown> {
  const plugin = `
import os, socket, sys, time
class tried(object):
    def do_score(self, hosts, vm, properties):
${body
  .split('\n')
  .map(line => `        ${line}`)
  .join('\n')}
`
  endpoint = await startPluginEndpoint({ 'tried.py': plugin }, {}, { 'units.pythonTimeout': 5, ...settings })
  return endpoint.call('runCostFunctions', [['tried', 1]], [H1], VM, {})
}
const printed = (value: number) => ({ result_code: 0, result: [[H1, value, 'tried']] })

describe('a Python plugin', () => {
  const outOfReach = [
    { what: 'a file of the machine', body: "print([(hosts[0], 1 if os.path.exists('/etc/passwd') else 0)])" },
    { what: 'the processes of the machine', body: 'print([(hosts[0], 1 if os.getppid() > 100 else 0)])' },
    {
      what: 'the environment of the service',
      body: "print([(hosts[0], 1 if 'SECRET_OF_THE_SERVICE' in os.environ else 0)])",
    },
  ]
  for (const { what, body } of outOfReach) {
    it(`does not see ${what}`, async () => {
      process.env.SECRET_OF_THE_SERVICE = 'x'
      expect(await score(body)).toEqual(printed(0))
    })
  }

  const refused = [
    { what: 'write a file', body: "open('/tmp/x', 'w')", says: /OSError|FileNotFoundError|PermissionError/ },
    { what: 'write beside itself', body: "open('x', 'w')", says: /Read-only|PermissionError/ },
    {
      what: 'reach the network',
      body: "socket.create_connection(('127.0.0.1', 9), 1)",
      says: /OSError|ConnectionRefused|unreachable/,
    },
    { what: 'take all memory', body: 'a = bytearray(4 << 30)', says: /MemoryError/ },
    {
      what: 'end its interpreter',
      body: 'os.kill(os.getppid(), 9)\ntime.sleep(30)',
      says: /interpreter ended|took too long/,
    },
    { what: 'fork without end', body: 'while True:\n    os.fork()', says: /tried (failed|took too long)/ },
    {
      what: 'print without end',
      body: "while True:\n    sys.stdout.write('x' * 65536)",
      says: /wrote more than is read/,
    },
  ]
  for (const { what, body, says } of refused) {
    it(`may not ${what}, and the next call is answered`, { timeout: 30_000 }, async () => {
      expect(JSON.stringify(await score(body))).toMatch(says)
      expect(await endpoint?.call('discover')).toMatchObject({ scores: { tried: ['', ''] } })
    })
  }

  it('is not loaded where the kernel cannot keep it in, unless the site says so', async () => {
    const files = { 'tried.py': 'class tried(object):\n    def do_filter(self, hosts, vm, p):\n        print(hosts)\n' }
    endpoint = await startPluginEndpoint(files, {}, { 'units.sandbox': 'runtime' })
    expect(endpoint.siteUnits.units()).toMatchObject([{ isolation: 'none' }])
  })
})
