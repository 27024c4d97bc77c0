import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aSnapshot } from '../../test/fakes/builders.ts'
import { startEndpoint, type TestEndpoint } from '../../test/fakes/start-endpoint.ts'
import { hostMemoryBalance } from '../units/host-memory-balance.ts'

const HOSTS = ['11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222']
const VM = '33333333-3333-3333-3333-333333333333'

/** A unit that we lack is told of whatever else we know: of none of these hosts and VMs we have read anything. */
describe('a unit that we do not have', () => {
  const states = [
    {
      state: 'with hosts and a VM that were not read',
      start: () => startEndpoint([hostMemoryBalance], { snapshot: aSnapshot() }),
    },
    { state: 'before the engine was read', start: () => startEndpoint([hostMemoryBalance], {}) },
  ]
  for (const { state, start } of states) {
    describe(state, () => {
      let endpoint: TestEndpoint
      beforeAll(async () => {
        endpoint = await start()
      })
      afterAll(() => endpoint.close())

      it('is named by runFilters, which keeps all hosts', async () => {
        expect(await endpoint.call('runFilters', ['nope'], HOSTS, VM, {})).toEqual({
          result_code: 1,
          result: HOSTS,
          plugin_errors: { nope: ["plugin not found: 'nope'"] },
          errors: ['all filters failed'],
        })
      })
      it('is named by runCostFunctions, also when the unit exists for something else', async () => {
        expect(await endpoint.call('runCostFunctions', [['host_memory_balance', 2]], HOSTS, VM, {})).toEqual({
          result_code: 1,
          result: [],
          plugin_errors: { host_memory_balance: ["plugin not found: 'host_memory_balance'"] },
        })
      })
      it('is named by runLoadBalancing, which moves nothing', async () => {
        expect(await endpoint.call('runLoadBalancing', 'nope', HOSTS, {})).toEqual({
          result_code: 1,
          result: ['', []],
          plugin_errors: { nope: ['Load balance requested but was not found: nope'] },
        })
      })
    })
  }
})
