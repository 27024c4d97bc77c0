import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placementAffinities, vmStatuses } from '../../../shared/model/vm.ts'
import { aVm } from '../../../test/fakes/builders.ts'
import { ask, room, scene } from '../../../test/fakes/default-scheduler.ts'
import { defaultPolicies } from './scheduler-scene.ts'

describe('whatever the engine looks like', () => {
  const anyHost = fc.record({
    status: fc.constantFrom('up', 'down', 'maintenance', 'non_operational', undefined),
    cpuPercent: fc.integer({ min: 0, max: 100 }),
    maxSchedulingMiB: fc.integer({ min: 0, max: 60_000 }),
  })
  const anyVm = fc.record({
    on: fc.integer({ min: 0, max: 5 }),
    status: fc.constantFrom(...vmStatuses),
    placement: fc.constantFrom(...placementAffinities),
    memoryMiB: fc.integer({ min: 1, max: 20_000 }),
  })
  const anySnapshot = fc
    .tuple(fc.array(anyHost, { maxLength: 5 }), fc.array(anyVm, { maxLength: 12 }))
    .map(([someHosts, someVms]) =>
      scene({
        hosts: someHosts.map(({ status, cpuPercent, maxSchedulingMiB }, at) => ({
          ...room(`h${at}`, cpuPercent, { maxSchedulingMiB }),
          status,
        })),
        vms: someVms.map(({ on, status, placement, memoryMiB }, at) => {
          const { hostId: _, ...vm } = aVm({ id: `v${at}`, status, placement, memoryMiB })
          return on < someHosts.length && status !== 'down' ? { ...vm, hostId: `h${on}` } : vm
        }),
      }),
    )

  it('asks for no move of a VM that does not run, nor to where it is, and answers alike', async () => {
    await fc.assert(
      fc.asyncProperty(anySnapshot, fc.constantFrom(...defaultPolicies), async (snapshot, policy) => {
        for (const name of ['loadBalance', 'onTimerInvoked'] as const) {
          const advice = await ask(name, { policy }, snapshot)
          expect(await ask(name, { policy }, structuredClone(snapshot))).toEqual(advice)
          for (const { vmId, toHostIds = [] } of advice?.moves ?? []) {
            const vm = snapshot.vms.find(({ id }) => id === vmId)
            expect([vm?.hostId === undefined, toHostIds.includes(vm?.hostId ?? '')]).toEqual([false, false])
          }
        }
      }),
    )
  })
})
