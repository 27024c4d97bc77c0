/**
 * MOM's RPC as its clients see it: Python's standard client, over TCP, and over a unix socket as vdsm calls; and, where
 * MOM_DIR (or `npm test -- --peer-mom DIR`) names its source, MOM's own server under the same calls.
 */
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { writeJson, writeJsonRecord } from '../../server/language/write-json.ts'
import type { XmlRpcReply } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import { listenMom } from '../../server/xmlrpc/mom/listen-mom.ts'
import { parseRpcPort } from '../../server/xmlrpc/mom/parse-rpc-port.ts'
import { aLog } from '../fakes/log.ts'
import { whyNoMom } from '../fakes/mom/ask-mom.ts'
import { inMemoryMom } from '../fakes/mom/in-memory-mom.ts'
import { startMomRpc } from '../fakes/mom/start-mom-rpc.ts'
import { callWithPython, describePythonClient } from '../fakes/python-client.ts'

const script = fileURLToPath(new URL('../fixtures/mom/call_mom.py', import.meta.url))

const world = {
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

/** The same as JSON.parse gives it; it cannot hold `most`, which is looked for in the text. */
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

describePythonClient(() => {
  const ways = [
    { way: 'at a port', rpcPort: () => '0' },
    { way: 'at a unix socket, as vdsm does', rpcPort: (folder: string) => join(folder, 'mom-vdsm.sock') },
  ]
  for (const { way, rpcPort } of ways) {
    it(`gets correct answers ${way}`, async () => {
      await using folder = await mkdtempDisposable(join(tmpdir(), 'mom-rpc-'))
      const door = await listenMom(inMemoryMom(world), parseRpcPort(rpcPort(folder.path)), { log: aLog().log })
      try {
        const at = door?.at ?? { path: '' }
        const stdout = await callWithPython(script, 'port' in at ? `http://127.0.0.1:${at.port}` : at.path)
        expect(JSON.parse(stdout)).toEqual(expected)
        expect(stdout).toContain('"most": 9223372036854775807')
      } finally {
        await door?.close()
      }
    })
  }
})

const sourceDir = process.env.MOM_DIR
const why = whyNoMom(sourceDir)
describe.skipIf(why !== undefined)(`MOM’s own RPC (${why === undefined ? sourceDir : `skipped: ${why}`})`, () => {
  it('answers the same calls as ours does, but for the texts of faults and what it does not document', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'mom-rpc-'))
    const path = join(folder.path, 'mom.sock')
    const mom = await startMomRpc(sourceDir ?? '', path, writeStatistics(world))
    try {
      expect(JSON.parse(await callWithPython(script, path))).toEqual({
        ...expected,
        signature: 'signatures not supported',
        help: '',
        'unknown method': [1, expect.any(String)],
        'no policy': [1, expect.any(String)],
        'policy of numbers': [1, expect.any(String)],
        'name of numbers': [1, expect.any(String)],
      })
    } finally {
      await mom.stop()
    }
  })
})

/** As Python is to read it: a float has a point, an integer all its digits. */
function writeStatistics(value: XmlRpcReply): string {
  if (typeof value === 'number' || typeof value === 'bigint') return writeJson(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(writeStatistics).join(',')}]`
  return writeJsonRecord(Object.fromEntries(Object.entries(value).map(([name, of]) => [name, writeStatistics(of)])))
}
