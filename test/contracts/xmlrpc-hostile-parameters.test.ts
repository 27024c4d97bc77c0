/** The XML-RPC door under calls with bad parameters: each is answered with a fault that says why, and the door stays open. */
import { describe, expect, it } from 'vitest'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import { createRuntime } from '../../server/runtime/create-runtime.ts'
import { H1, VM } from '../fakes/asked-units.ts'
import { faultOf, hostileDoor, oneHost } from '../fakes/hostile-door.ts'
import { startEndpoint } from '../fakes/start-endpoint.ts'

const door = hostileDoor()

describe('parameters', () => {
  const bad: { why: string; method: string; params: XmlRpcValue[]; says: string }[] = [
    { why: 'too many', method: 'discover', params: ['x'], says: 'discover takes 0 parameters' },
    {
      why: 'filters that are no array',
      method: 'runFilters',
      params: ['pass', [H1], VM, {}],
      says: 'filters must be an array',
    },
    {
      why: 'a filter that is no string',
      method: 'runFilters',
      params: [[1], [H1], VM, {}],
      says: 'filters[0] must be a string',
    },
    {
      why: 'hosts in a struct',
      method: 'runFilters',
      params: [['pass'], { a: H1 }, VM, {}],
      says: 'hosts must be an array',
    },
    {
      why: 'a host that is no UUID',
      method: 'runFilters',
      params: [['pass'], [H1, '../etc'], VM, {}],
      says: 'hosts[1] must be a UUID, not "../etc"',
    },
    {
      why: 'a host with a blank',
      method: 'runFilters',
      params: [['pass'], [`${H1} `], VM, {}],
      says: 'hosts[0] must be a UUID',
    },
    { why: 'a nested host', method: 'runFilters', params: [['pass'], [[H1]], VM, {}], says: 'not another type' },
    { why: 'no VM', method: 'runFilters', params: [['pass'], [H1], '', {}], says: 'vm must be a UUID, not ""' },
    {
      why: 'a pair without factor',
      method: 'runCostFunctions',
      params: [[['pass']], [H1], VM, {}],
      says: 'cost_functions[0] must be a pair',
    },
    {
      why: 'a factor in words',
      method: 'runCostFunctions',
      params: [[['pass', 'two']], [H1], VM, {}],
      says: 'cost_functions[0] must be a pair',
    },
    {
      why: 'names without factors',
      method: 'runCostFunctions',
      params: [['pass'], [H1], VM, {}],
      says: 'cost_functions[0] must be a pair',
    },
    {
      why: 'a list of balancers',
      method: 'runLoadBalancing',
      params: [['pass'], [H1], {}],
      says: 'balance must be a string',
    },
  ]
  for (const { why, method, params, says } of bad) {
    it(`${why}: answered with a fault that says so`, async () => {
      const fault = await faultOf(await door().post(encodeCall(method, params)))
      expect(fault.faultCode).toBe(-32_602)
      expect(fault.message).toContain(says)
    })
  }

  for (const method of ['constructor', '__proto__', 'toString', 'system.multicall', 'RunFilters']) {
    it(`method ${method}: there is none`, async () => {
      expect((await faultOf(await door().post(encodeCall(method, [])))).faultCode).toBe(-32_601)
    })
  }

  it('a bug of ours is a fault without details', async () => {
    const runtime = createRuntime({ units: [], elapsedMs: () => 0 })
    const broken = {
      ...runtime,
      list: (): never => {
        throw new TypeError('secret')
      },
    }
    const running = await startEndpoint([], { snapshot: oneHost }, { runtime: broken })
    try {
      const fault = await faultOf(await running.post(encodeCall('discover', [])))
      expect(fault.faultCode).toBe(-32_603)
      expect(fault.message).not.toContain('secret')
    } finally {
      await running.close()
    }
  })
})
