import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { accept, type PolicyUnit, reject } from '../../shared/policy/unit.ts'
import { aHost, aSnapshot, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import { startEndpoint, type TestEndpoint } from '../../test/fakes/start-endpoint.ts'
import { hostMemoryBalance } from '../units/host-memory-balance.ts'

const H1 = '11111111-1111-1111-1111-111111111111'
const H2 = '22222222-2222-2222-2222-222222222222'
const VM = '33333333-3333-3333-3333-333333333333'
const STRANGER = '99999999-9999-9999-9999-999999999999'
const fail = () => {
  throw new Error('no luck')
}
const because = reason('because', 'Because.')
const nothing = { because, skippedHosts: [], skippedVms: [] }
const unit = (id: string, over: Partial<PolicyUnit>): PolicyUnit => ({ id, description: 'D', parameters: {}, ...over })

const units = [
  hostMemoryBalance,
  unit('all', { filter: () => accept, score: () => 50 }),
  unit('first_only', {
    filter: (_vm, { id }) => (id === H1 ? accept : reject(reason('no', 'Not the first.'))),
    score: (_vm, { id }) => (id === H1 ? 99.6 : -20),
  }),
  unit('none', { filter: () => reject(reason('no', 'None will do.')) }),
  unit('broken', { filter: fail, score: fail, balance: fail }),
  unit('not_a_number', { score: () => Number.NaN }),
  unit('mover', {
    balance: () => ({ ...nothing, move: { vmId: VM, fromHostId: H1, toHostIds: [H2], because } }),
  }),
  unit('mover_to_anywhere', {
    balance: () => ({ ...nothing, move: { vmId: VM, fromHostId: H1, toHostIds: [], because } }),
  }),
  unit('idle', { balance: () => nothing }),
]
const snapshot = aSnapshot({
  hosts: [
    aHost({ id: H1, name: 'one', statistics: { memoryFreeMiB: 300 } }),
    aHost({ id: H2, name: 'two', statistics: { memoryFreeMiB: 9_000 } }),
  ],
  vms: [aVm({ id: VM, hostId: H1, memoryMiB: 200 })],
})

let endpoint: TestEndpoint
let summing: TestEndpoint
let unread: TestEndpoint
let stale: TestEndpoint
beforeAll(async () => {
  endpoint = await startEndpoint(units, { snapshot })
  summing = await startEndpoint(units, { snapshot }, { scores: 'summed' })
  const problem = { code: 'unreachable', message: 'the engine does not answer', sinceMs: NOON_MS }
  unread = await startEndpoint(units, { problem })
  stale = await startEndpoint(units, { snapshot }, { now: () => NOON_MS + 301_000 })
})
afterAll(async () => {
  await Promise.all([endpoint, summing, unread, stale].map(running => running.close()))
})

describe('runFilters', () => {
  const filters = (names: string[], hosts = [H1, H2], vm = VM) => endpoint.call('runFilters', names, hosts, vm, {})

  it('intersects what the filters let through, in the order asked', async () => {
    expect(await filters(['all'])).toEqual({ result_code: 0, result: [H1, H2] })
    expect(await filters(['all'], [H2, H1, H2])).toEqual({ result_code: 0, result: [H2, H1] })
    expect(await filters(['all', 'first_only'])).toEqual({
      result_code: 0,
      result: [H1],
      reasons: { [H2]: ['first_only: Not the first.'] },
    })
  })

  it('may let nothing through', async () => {
    expect(await filters(['none'])).toMatchObject({ result_code: 0, result: [] })
  })

  it('answers an empty list of hosts, which the engine sends, with none', async () => {
    expect(await filters(['all'], [])).toEqual({ result_code: 0, result: [] })
  })

  it('names an unknown filter and goes on with the others', async () => {
    expect(await filters(['nope', 'first_only'])).toMatchObject({
      result_code: 1,
      result: [H1],
      plugin_errors: { nope: ["plugin not found: 'nope'"] },
    })
  })

  it('keeps all hosts when there are only unknown filters, or none', async () => {
    const allKept = { result_code: 1, result: [H1, H2], errors: ['all filters failed'] }
    expect(await filters(['nope'])).toEqual({ ...allKept, plugin_errors: { nope: ["plugin not found: 'nope'"] } })
    expect(await filters([])).toEqual(allKept)
  })

  it('reports a failing filter, which the original daemon kept to itself', async () => {
    const plugin_errors = { broken: ['broken failed: no luck'] }
    expect(await filters(['broken', 'first_only'])).toMatchObject({ result_code: 1, result: [H1], plugin_errors })
    expect(await filters(['broken'])).toEqual({
      result_code: 1,
      result: [H1, H2],
      plugin_errors,
      errors: ['all filters failed'],
    })
  })

  it('keeps a host it has not read yet and says so', async () => {
    expect(await filters(['none'], [H1, STRANGER])).toMatchObject({
      result_code: 1,
      result: [STRANGER],
      errors: [`not judged, ovirt-scheduler has not read them yet: host ${STRANGER}`],
    })
  })

  it('keeps every host for a VM it has not read yet and says so', async () => {
    expect(await filters(['none'], [H1, H2], STRANGER)).toEqual({
      result_code: 1,
      result: [H1, H2],
      errors: [`not judged, ovirt-scheduler has not read it yet: VM ${STRANGER}; all hosts are kept`],
    })
  })

  it('reads ids in upper case', async () => {
    const upper = 'ABCDEFAB-CDEF-ABCD-EFAB-CDEFABCDEFAB'
    expect(await filters(['all'], [upper])).toMatchObject({ result: [upper.toLowerCase()] })
  })

  it('survives units named like members of Object', async () => {
    expect(await filters(['__proto__', 'toString', 'all'])).toMatchObject({ result_code: 1, result: [H1, H2] })
  })
})

describe('runCostFunctions', () => {
  const pairs = [
    ['all', 2],
    ['first_only', 3],
  ]

  it('turns scores into costs: lower is better, whole, every host present, without the factor', async () => {
    expect(await endpoint.call('runCostFunctions', pairs, [H1, H2], VM, {})).toEqual({
      result_code: 0,
      result: [
        [H1, 50, 'all'],
        [H2, 50, 'all'],
        [H1, 0, 'first_only'],
        [H2, 100, 'first_only'],
      ],
    })
  })

  it('sums them with the factors in the old form', async () => {
    expect(await summing.call('runCostFunctions', pairs, [H1, H2], VM, {})).toEqual({
      result_code: 0,
      result: [
        [H1, 100],
        [H2, 400],
      ],
    })
  })

  it('stays within 32 bits whatever the factor', async () => {
    const reply = await summing.call('runCostFunctions', [['all', 2_147_483_647]], [H1], VM, {})
    expect(reply).toMatchObject({ result: [[H1, 2_147_483_647]] })
  })

  it('gives a host it has not read the worst cost, so that it cannot win by absence', async () => {
    expect(await endpoint.call('runCostFunctions', [['all', 1]], [H1, STRANGER], VM, {})).toEqual({
      result_code: 1,
      result: [
        [H1, 50, 'all'],
        [STRANGER, 100, 'all'],
      ],
      errors: [`not judged, ovirt-scheduler has not read them yet: host ${STRANGER}`],
    })
  })

  it('leaves out units that are unknown, fail, or answer nonsense, and names them', async () => {
    const mixed = [
      ['nope', 1],
      ['broken', 1],
      ['not_a_number', 1],
      ['all', 1],
    ]
    expect(await endpoint.call('runCostFunctions', mixed, [H1], VM, {})).toEqual({
      result_code: 1,
      result: [[H1, 50, 'all']],
      plugin_errors: {
        nope: ["plugin not found: 'nope'"],
        broken: ['broken failed: no luck'],
        not_a_number: [`not_a_number gave a bad answer: the score of host ${H1} is no number`],
      },
    })
    expect(await summing.call('runCostFunctions', [['nope', 1]], [H1], VM, {})).toMatchObject({ result: [] })
  })
})

describe('runLoadBalancing', () => {
  const balance = (name: string, hosts = [H1, H2], properties = {}) =>
    endpoint.call('runLoadBalancing', name, hosts, properties)

  it('names the VM and where it may go', async () => {
    expect(await balance('host_memory_balance')).toEqual({
      result_code: 0,
      result: [VM, [H2]],
      because: expect.stringContaining('one has 300 MiB free'),
    })
  })

  it('obeys the properties of the cluster', async () => {
    const reply = await balance('host_memory_balance', [H1, H2], { minimum_host_memoryMB: '200', other: 'x' })
    expect(reply).toMatchObject({ result_code: 0, result: ['', []] })
  })

  it('looks only at the hosts it was given', async () => {
    expect(await balance('host_memory_balance', [H1])).toMatchObject({ result: ['', []] })
    expect(await balance('mover', [H2])).toMatchObject({ result_code: 1, result: ['', []] })
    expect(await balance('idle', [])).toMatchObject({ result_code: 0, result: ['', []] })
  })

  // Each row must have two elements, or the engine's parser fails and stops balancing the other clusters.
  const none = ['', []]
  it('answers an unknown balancer with nothing to do, not with an empty list', async () => {
    expect(await balance('nope')).toEqual({
      result_code: 1,
      result: none,
      plugin_errors: { nope: ['Load balance requested but was not found: nope'] },
    })
  })

  it('reports a balancer that fails', async () => {
    expect(await balance('broken')).toEqual({
      result_code: 1,
      result: none,
      plugin_errors: { broken: ['broken failed: no luck'] },
    })
  })

  it('does not pass on a move without destination, which the engine takes for any host', async () => {
    expect(await balance('mover_to_anywhere')).toMatchObject({ result_code: 1, result: none })
  })
})

describe('without a usable snapshot', () => {
  const why = 'ovirt-scheduler has not read the engine yet (the engine does not answer)'
  const old = 'ovirt-scheduler last read the engine 301 s ago'
  const cases = [
    { running: () => unread, state: 'none yet', why },
    { running: () => stale, state: 'an old one', why: old },
  ]
  for (const { running, state, why } of cases) {
    it(`keeps all hosts, scores none and moves nothing (${state})`, async () => {
      expect(await running().call('runFilters', ['none'], [H1, H2], VM, {})).toEqual({
        result_code: 1,
        result: [H1, H2],
        errors: [`${why}; all hosts are kept`],
      })
      expect(await running().call('runCostFunctions', [['all', 1]], [H1, H2], VM, {})).toEqual({
        result_code: 1,
        result: [],
        errors: [`${why}; no host is scored`],
      })
      expect(await running().call('runLoadBalancing', 'mover', [H1, H2], {})).toEqual({
        result_code: 1,
        result: ['', []],
        errors: [`${why}; nothing is moved`],
      })
    })
  }

  it('still discovers', async () => {
    expect(await unread.call('discover')).toHaveProperty('balance.host_memory_balance')
  })
})

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
