import { describe, expect, it } from 'vitest'
import { aLog } from '../../../test/fakes/log.ts'
import { inMemoryMom, type MomWorld } from '../../../test/fakes/mom/in-memory-mom.ts'
import type { XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import { momMethods } from './mom-methods.ts'

function world(of: MomWorld = {}) {
  const mom = inMemoryMom(of)
  const { log, lines } = aLog()
  const methods = momMethods(mom, log)
  const call = async (name: string, ...params: XmlRpcValue[]) => methods[name]?.call(params)
  return { mom, methods, lines, call }
}

const bad = '['

describe('momMethods', () => {
  const own = [
    'ping',
    'getPolicy',
    'setPolicy',
    'getNamedPolicies',
    'setNamedPolicy',
    'resetPolicies',
    'setVerbosity',
    'getStatistics',
    'getActiveGuests',
  ]

  it('are those of MOM, and three to ask for them', async () => {
    const { methods, call } = world()
    const all = [...own, 'system.listMethods', 'system.methodHelp', 'system.methodSignature']
    expect(new Set(Object.keys(methods))).toEqual(new Set(all))
    expect(new Set((await call('system.listMethods')) as string[])).toEqual(new Set(all))
    for (const name of all) {
      expect(await call('system.methodHelp', name)).toMatch(/\.$/)
      expect(await call('system.methodSignature', name)).toEqual([methods[name]?.signature])
      expect(methods[name]?.signature).toHaveLength(1 + (methods[name]?.params.length ?? 0))
    }
  })

  it('answer to a fresh engine', async () => {
    const { call } = world({ host: { ksm_run: 1n } })
    expect(await call('ping')).toBe(true)
    expect(await call('getStatistics')).toEqual({ host: { ksm_run: 1n }, guests: {} })
    expect(await call('getActiveGuests')).toEqual([])
    expect(await call('getPolicy')).toBe('0')
    expect(await call('getNamedPolicies')).toEqual({})
  })

  it('set one policy, refuse a bad one, and take it away', async () => {
    const { call } = world()
    expect(await call('setPolicy', bad)).toBe(false)
    expect(await call('getPolicy')).toBe('0')
    expect(await call('setPolicy', '(* 2 2)')).toBe(true)
    expect(await call('getPolicy')).toBe('(* 2 2)')
    expect(await call('setPolicy', bad)).toBe(false)
    expect(await call('getPolicy')).toBe('(* 2 2)')
    expect(await call('setPolicy', null)).toBe(true)
    expect(await call('getPolicy')).toBe('0')
  })

  it('set and delete named policies', async () => {
    const { call } = world()
    expect(await call('setNamedPolicy', '20_b', '2')).toBe(true)
    expect(await call('setNamedPolicy', '10_a', '1')).toBe(true)
    expect(await call('getNamedPolicies')).toEqual({ '10_a': '1', '20_b': '2' })
    expect(await call('setNamedPolicy', '20_b', null)).toBe(true)
    expect(await call('setNamedPolicy', null, '5')).toBe(true)
    expect(await call('getNamedPolicies')).toEqual({ '10_a': '1', '50_main_': '5' })
  })

  it('go back to the configured ones', async () => {
    const { call } = world({ configured: { '10_first': '1', '20_second': '2' } })
    expect(await call('setNamedPolicy', '20_second', null)).toBe(true)
    expect(await call('setNamedPolicy', '30_third', '3')).toBe(true)
    expect(await call('getPolicy')).toBe('1\n3')
    expect(await call('resetPolicies')).toBe(true)
    expect(await call('getNamedPolicies')).toEqual({ '10_first': '1', '20_second': '2' })
    expect(await world().call('resetPolicies')).toBeNull()
  })

  it('tell who reads the log of every change', async () => {
    const { call, lines } = world()
    await call('setPolicy', '1')
    await call('setNamedPolicy', '20_b', bad)
    await call('resetPolicies')
    await call('getPolicy')
    expect(lines.map(({ level, fields }) => ({ level, ...fields }))).toEqual([
      { level: 'info', method: 'setPolicy', name: undefined, accepted: true },
      { level: 'info', method: 'setNamedPolicy', name: '20_b', accepted: false },
      { level: 'info', method: 'resetPolicies', name: undefined, accepted: undefined },
    ])
  })

  it('pass on how much is to be logged', async () => {
    const { call, mom } = world()
    expect(await call('setVerbosity', 'warn')).toBe(true)
    expect(mom.verbosity()).toBe('warn')
  })

  it('have no figures of a host that is not ready', async () => {
    await expect(world().call('getStatistics')).rejects.toMatchObject({ code: 'not-ready' })
  })

  const wrong: { method: string; params: XmlRpcValue[]; says: string }[] = [
    { method: 'ping', params: [1], says: 'ping takes 0 parameters (), 1 were given' },
    { method: 'setPolicy', params: [], says: 'setPolicy takes 1 parameter (policy), 0 were given' },
    { method: 'setNamedPolicy', params: ['a'], says: 'setNamedPolicy takes 2 parameters (name, policy), 1 were given' },
    {
      method: 'setPolicy',
      params: [5],
      says: 'setPolicy: policy must be a string or nil, not a number; send the text of the policy, or nil to delete it',
    },
    { method: 'setPolicy', params: [['(']], says: 'setPolicy: policy must be a string or nil, not an array' },
    { method: 'setNamedPolicy', params: ['a', {}], says: 'policy must be a string or nil, not a struct' },
    {
      method: 'setNamedPolicy',
      params: [true, '1'],
      says: 'name must be a string or nil, not a boolean; send a name, or nil for the main policy',
    },
    {
      method: 'setVerbosity',
      params: [5],
      says: 'setVerbosity: verbosity must be a string, not a number; send debug, info, warn, error or critical',
    },
    { method: 'setVerbosity', params: [null], says: 'must be a string, not nil' },
    { method: 'system.methodHelp', params: ['none'], says: 'there is no method "none"' },
  ]
  for (const { method, params, says } of wrong) {
    it(`${method} refuses ${JSON.stringify(params)}`, async () => {
      const { call, mom } = world({ configured: { a: '1' } })
      await expect(call(method, ...params)).rejects.toThrow(says)
      expect(await mom.getNamedPolicies()).toEqual({ a: '1' })
    })
  }
})
