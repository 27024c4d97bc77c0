/** MOM's RPC as its clients see it: Python's standard client, over TCP, and over a unix socket as vdsm calls. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { listenMom } from '../../server/xmlrpc/mom/listen-mom.ts'
import { parseRpcPort } from '../../server/xmlrpc/mom/parse-rpc-port.ts'
import { aLog } from '../fakes/log.ts'
import { inMemoryMom, type MomWorld } from '../fakes/mom/in-memory-mom.ts'

const script = fileURLToPath(new URL('../fixtures/mom/call_mom.py', import.meta.url))

const world: MomWorld = {
  host: {
    mem_available: 8n * 2n ** 30n,
    swap_in: 2n ** 31n + 1024n,
    swap_out: -(2n ** 31n),
    ksm_run: 0n,
    most: 2n ** 63n - 1n,
    interval: 15n,
    load: 0.1,
    whole: 2,
    missing: null,
    state: 'ä <&>',
    flag: true,
  },
  guests: {
    'vm-01': { mem_unused: 3_000_000_000n, balloon_cur: null, io_tune: [{ name: 'vda', limit: 0n }] },
    'vm-ü': {},
  },
}

/** JSON cannot hold what is told here as bigint, so numbers come as the digits that Python prints. */
const asPython = {
  host: {
    mem_available: 8_589_934_592,
    swap_in: 2_147_484_672,
    swap_out: -2_147_483_648,
    ksm_run: 0,
    interval: 15,
    load: 0.1,
    whole: 2,
    missing: null,
    state: 'ä <&>',
    flag: true,
  },
  guests: {
    'vm-01': { mem_unused: 3_000_000_000, balloon_cur: null, io_tune: [{ name: 'vda', limit: 0 }] },
    'vm-ü': {},
  },
}

const expected = {
  ping: true,
  'ping at /': true,
  'ping at /RPC2': true,
  methods: [
    'getActiveGuests',
    'getNamedPolicies',
    'getPolicy',
    'getStatistics',
    'ping',
    'resetPolicies',
    'setNamedPolicy',
    'setPolicy',
    'setVerbosity',
    'system.listMethods',
    'system.methodHelp',
    'system.methodSignature',
  ],
  signature: [['boolean', 'string', 'string']],
  help: expect.stringContaining('Parameters: name, policy.'),
  statistics: { ...asPython, host: expect.objectContaining(asPython.host) },
  types: expect.objectContaining({
    mem_available: 'int',
    most: 'int',
    load: 'float',
    whole: 'float',
    missing: 'NoneType',
    flag: 'bool',
  }),
  guests: ['vm-01', 'vm-ü'],
  policies: ['0', false, '0', true, '(* 2 2)', true, '0'],
  'named policies': [
    {},
    true,
    true,
    { '10_a': '# über <&>\n\t(+ 1 2)', '20_b': '(- 9 4)' },
    '# über <&>\n\t(+ 1 2)\n(- 9 4)',
    true,
    true,
    false,
    true,
    { '10_a': '# über <&>\n\t(+ 1 2)', '50_main_': '7' },
  ],
  reset: [null, {}],
  verbosity: true,
  'unknown method': [-32_601, 'there is no method "noSuchMethod"'],
  'no policy': [-32_602, 'setPolicy takes 1 parameter (policy), 0 were given'],
  'policy of numbers': [
    -32_602,
    expect.stringMatching(/^setPolicy: policy must be a string or nil, not a number; send/),
  ],
  'name of numbers': [
    -32_602,
    expect.stringMatching(/^setNamedPolicy: name must be a string or nil, not an array; send/),
  ],
}

function pythonVersion(): string | undefined {
  try {
    return execFileSync('python3', ['--version'], { encoding: 'utf8' })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

const python = pythonVersion()
const title = python ?? 'skipped: there is no python3 here; on Debian, apt-get install python3'
describe.skipIf(python === undefined)(`Python’s xmlrpc.client (${title.trim()})`, () => {
  const ways = [
    { way: 'at a port', rpcPort: () => '0' },
    { way: 'at a unix socket, as vdsm does', rpcPort: (folder: string) => join(folder, 'mom-vdsm.sock') },
  ]
  for (const { way, rpcPort } of ways) {
    it(`gets correct answers ${way}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'mom-rpc-'))
      const door = await listenMom(inMemoryMom(world), parseRpcPort(rpcPort(folder)), { log: aLog().log })
      try {
        const at = door?.at ?? { path: '' }
        const where = 'port' in at ? `http://127.0.0.1:${at.port}` : at.path
        const { stdout } = await promisify(execFile)('python3', [script, where], { timeout: 20_000 })
        expect(JSON.parse(stdout)).toEqual(expected)
        expect(stdout).toContain('"most": 9223372036854775807')
      } finally {
        await door?.close()
        await rm(folder, { recursive: true })
      }
    })
  }
})
