/** The door of MOM's RPC under hostile documents and requests: each gets a clear answer, and the door stays open. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import { faultOf } from '../fakes/hostile-door.ts'
import { type InMemoryMom, inMemoryMom } from '../fakes/mom/in-memory-mom.ts'
import { startMomDoor, type TestMomDoor } from '../fakes/mom/start-mom-door.ts'
import { hostileDocuments } from './hostile-documents.ts'
import { hostileHttp } from './hostile-http.ts'

const configured = { '10_a': '(+ 1 2)' }
let mom: InMemoryMom
let door: TestMomDoor
beforeAll(async () => {
  mom = inMemoryMom({ configured })
  door = await startMomDoor(mom)
})
afterAll(() => door.close())
afterEach(async () => {
  expect(await door.call('getPolicy')).toBe('(+ 1 2)')
})

// It changes nothing, but for what is made of it: a mutated text may be a policy, which the reset takes away.
const call = encodeCall('setNamedPolicy', ['10_a', '(+ 1 2)'])
describe('any door', () => {
  afterEach(() => mom.resetPolicies())
  hostileDocuments(() => door, call)
  hostileHttp(() => door, call)
})

describe('methods', () => {
  for (const method of [
    'constructor',
    '__proto__',
    'toString',
    'system.multicall',
    'SetPolicy',
    '_config',
    'threads',
  ]) {
    it(`${method}: there is none`, async () => {
      expect((await faultOf(await door.post(encodeCall(method, [])))).faultCode).toBe(-32_601)
    })
  }

  it('keep policies of any name, __proto__ included', async () => {
    for (const name of ['__proto__', 'constructor', '../../etc/passwd', '', 'a\nb', 'ü<&>']) {
      expect(await door.call('setNamedPolicy', name, '7')).toBe(true)
      expect(Object.entries((await door.call('getNamedPolicies')) as object)).toContainEqual([name, '7'])
      expect(await door.call('setNamedPolicy', name, null)).toBe(true)
    }
  })

  it('refuse a policy beyond the limits of the language, and one nested without end', async () => {
    expect(await door.call('setPolicy', '7 '.repeat(600_000))).toBe(false)
    expect(await door.call('setPolicy', '('.repeat(100_000))).toBe(false)
  })

  it('a bug behind them is a fault without details', async () => {
    const broken = await startMomDoor({
      ...inMemoryMom(),
      getPolicy: () => {
        throw new TypeError('secret')
      },
    })
    try {
      const fault = await faultOf(await broken.post(encodeCall('getPolicy', [])))
      expect(fault.faultCode).toBe(-32_603)
      expect(fault.message).not.toContain('secret')
      expect(broken.lines).toContainEqual(expect.objectContaining({ level: 'error' }))
    } finally {
      await broken.close()
    }
  })
})
