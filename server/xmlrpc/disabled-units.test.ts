import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { accept, type PolicyUnit, reject } from '../../shared/policy/unit.ts'
import { aHost, aSnapshot, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import { startEndpoint, type TestEndpoint } from '../../test/fakes/start-endpoint.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { builtIn } from '../runtime/unit-runner.ts'

const H1 = '11111111-1111-1111-1111-111111111111'
const H2 = '22222222-2222-2222-2222-222222222222'
const VM = '33333333-3333-3333-3333-333333333333'
const because = reason('because', 'Because.')
const result = { because, skippedHosts: [], skippedVms: [] }
const unit = (id: string, over: Partial<PolicyUnit>): PolicyUnit => ({ id, description: 'D', parameters: {}, ...over })
const no = () => reject(reason('no', 'No.'))

const units = [
  unit('off', {
    onFailure: 'closed',
    filter: no,
    score: () => 1,
    balance: () => ({ ...result, move: { vmId: VM, fromHostId: H1, toHostIds: [H2], because } }),
  }),
  unit('on', { filter: (_vm, { id }) => (id === H1 ? accept : no()), score: () => 70 }),
]
const snapshot = aSnapshot({ hosts: [aHost({ id: H1 }), aHost({ id: H2 })], vms: [aVm({ id: VM, hostId: H1 })] })

/** The engine goes on asking until it is next started: it hears no opinion, and no complaint that would be an event. */
describe.each(['mended', 'strict'] as const)('a disabled unit (%s)', compatibility => {
  let endpoint: TestEndpoint
  beforeAll(async () => {
    const runtime = createRuntime({
      units: units.map(one => builtIn(one)),
      elapsedMs: () => 0,
      disabled: unitId =>
        unitId === 'off' ? { unitId, by: { id: 'u', name: 'eva' }, atMs: NOON_MS, why: '' } : undefined,
    })
    endpoint = await startEndpoint([], { snapshot }, { runtime, compatibility })
  })
  afterAll(() => endpoint.close())

  it('is not offered, by either form of discovery', async () => {
    const found = await endpoint.call('discover')
    expect(found).toMatchObject({ filters: { on: expect.anything() }, scores: { on: expect.anything() }, balance: {} })
    expect(JSON.stringify(found)).not.toContain('"off"')
    if (compatibility === 'mended') expect(await endpoint.call('Discover')).not.toContain('off')
  })

  it('keeps every host, alone and beside others', async () => {
    expect(await endpoint.call('runFilters', ['off'], [H1, H2], VM, {})).toEqual({ result_code: 0, result: [H1, H2] })
    expect(await endpoint.call('runFilters', ['off', 'on'], [H1, H2], VM, {})).toMatchObject({
      result_code: 0,
      result: [H1],
    })
  })

  it('scores no host', async () => {
    expect(await endpoint.call('runCostFunctions', [['off', 2]], [H1, H2], VM, {})).toEqual({
      result_code: 0,
      result: [],
    })
  })

  it('moves nothing', async () => {
    expect(await endpoint.call('runLoadBalancing', 'off', [H1, H2], {})).toMatchObject({
      result_code: 0,
      result: ['', []],
    })
  })
})
