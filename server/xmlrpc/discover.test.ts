/** What the endpoint says about itself: its units, its methods. */
import { describe, expect, it } from 'vitest'
import { askedEndpoint } from '../../test/fakes/asked-units.ts'

const endpoint = askedEndpoint()

describe('discover', () => {
  it('has exactly three members, each unit under every function it offers, two texts each', async () => {
    const reply = await endpoint.call('discover')
    expect(reply).toEqual({
      filters: { all: ['D', ''], first_only: ['D', ''], none: ['D', ''], broken: ['D', ''] },
      scores: { all: ['D', ''], first_only: ['D', ''], broken: ['D', ''], not_a_number: ['D', ''] },
      balance: {
        host_memory_balance: [
          'Migrates a VM from the host with the least free memory when that is below a minimum',
          'minimum_host_memoryMB=^[0-9]{1,7}$;safe_selection=^(true|false|True|False)$',
        ],
        broken: ['D', ''],
        mover: ['D', ''],
        mover_to_anywhere: ['D', ''],
        idle: ['D', ''],
      },
    })
  })
})

describe('introspection', () => {
  it('lists, explains and types the methods', async () => {
    expect(await endpoint.call('system.listMethods')).toEqual([
      'Discover',
      'discover',
      'runCostFunctions',
      'runFilters',
      'runLoadBalancing',
      'system.listMethods',
      'system.methodHelp',
      'system.methodSignature',
    ])
    expect(await endpoint.call('system.methodHelp', 'runFilters')).toContain(
      'Parameters: filters, hosts, vm, properties.',
    )
    expect(await endpoint.call('system.methodSignature', 'runLoadBalancing')).toEqual([
      ['struct', 'string', 'array', 'struct'],
    ])
  })
})
