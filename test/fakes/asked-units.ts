/** Units of every behaviour, two hosts and a VM, for asking the XML-RPC endpoint as the engine does. */
import { afterAll, beforeAll } from 'vitest'
import { hostMemoryBalance } from '../../server/units/host-memory-balance.ts'
import { reason } from '../../shared/policy/reason.ts'
import { accept, type PolicyUnit, reject } from '../../shared/policy/unit.ts'
import { aHost, aSnapshot, aVm } from './builders.ts'
import { startEndpoint, type TestEndpoint } from './start-endpoint.ts'

/** The host `one`, where the VM runs, with little memory free. */
export const H1 = '11111111-1111-1111-1111-111111111111'

/** The host `two`, with much. */
export const H2 = '22222222-2222-2222-2222-222222222222'

/** The only VM. */
export const VM = '33333333-3333-3333-3333-333333333333'

/** What the snapshot knows nothing of. */
export const STRANGER = '99999999-9999-9999-9999-999999999999'

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

/** What the endpoint has read of the engine, unless told otherwise. */
export const askedSnapshot = aSnapshot({
  hosts: [
    aHost({ id: H1, name: 'one', statistics: { memoryFreeMiB: 300 } }),
    aHost({ id: H2, name: 'two', statistics: { memoryFreeMiB: 9_000 } }),
  ],
  vms: [aVm({ id: VM, hostId: H1, memoryMiB: 200 })],
})

/** An endpoint with these units, open while the tests of a file run. To be asked for at the top of it. */
export function askedEndpoint(
  state: Parameters<typeof startEndpoint>[1] = { snapshot: askedSnapshot },
  over: Parameters<typeof startEndpoint>[2] = {},
): Pick<TestEndpoint, 'call'> {
  let running: TestEndpoint
  beforeAll(async () => {
    running = await startEndpoint(units, state, over)
  })
  afterAll(() => running.close())
  return { call: (method, ...params) => running.call(method, ...params) }
}
