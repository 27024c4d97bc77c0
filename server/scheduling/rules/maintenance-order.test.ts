import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pinningPolicies } from '../../../shared/model/vm.ts'
import { aVmFacts, type VmOver } from '../../../test/fakes/scheduling.ts'
import { demandOrder, engineMaintenanceOrder, priorityOrder } from './maintenance-order.ts'

const cases: { why: string; vms: VmOver[]; byPriority: string[]; byEngine: string[] }[] = [
  {
    why: 'priority decides between VMs that are alike',
    vms: [
      { id: 'low', priority: 1 },
      { id: 'high', priority: 100 },
      { id: 'low2', priority: 1 },
    ],
    byPriority: ['high', 'low', 'low2'],
    byEngine: ['high', 'low', 'low2'],
  },
  {
    why: 'the engine puts more CPUs before priority',
    vms: [
      { id: 'urgent', priority: 100 },
      { id: 'wide', priority: 1, sockets: 4 },
    ],
    byPriority: ['urgent', 'wide'],
    byEngine: ['wide', 'urgent'],
  },
  {
    why: 'the engine puts pinned CPUs before their number',
    vms: [
      { id: 'wide', sockets: 64 },
      { id: 'dedicated', pinning: 'dedicated' },
      { id: 'isolated', pinning: 'isolate_threads' },
      { id: 'manual', pinning: 'manual' },
      { id: 'resized', pinning: 'resize_and_pin_numa' },
    ],
    byPriority: ['wide', 'dedicated', 'isolated', 'manual', 'resized'],
    byEngine: ['manual', 'resized', 'isolated', 'dedicated', 'wide'],
  },
  {
    why: 'of as many CPUs, threads per core come before cores per socket before sockets',
    vms: [
      { id: 'sockets', sockets: 4, coresPerSocket: 1, threadsPerCore: 1 },
      { id: 'cores', sockets: 1, coresPerSocket: 4, threadsPerCore: 1 },
      { id: 'threads', sockets: 1, coresPerSocket: 1, threadsPerCore: 4 },
    ],
    byPriority: ['sockets', 'cores', 'threads'],
    byEngine: ['threads', 'cores', 'sockets'],
  },
]

describe('order of a host that is emptied', () => {
  it.each(cases)('$why', ({ vms, byPriority, byEngine }) => {
    const facts = vms.map(vm => aVmFacts({ hostId: 'host1', ...vm }))
    expect(priorityOrder(facts).map(({ id }) => id)).toEqual(byPriority)
    expect(engineMaintenanceOrder(facts).map(({ id }) => id)).toEqual(byEngine)
  })

  it('the engine keeps the order by priority only where demand is equal', () => {
    const aVm = fc.record({
      priority: fc.integer({ min: 0, max: 3 }),
      sockets: fc.integer({ min: 1, max: 2 }),
      coresPerSocket: fc.integer({ min: 1, max: 2 }),
      pinning: fc.constantFrom(...pinningPolicies),
    })
    fc.assert(
      fc.property(fc.array(aVm, { maxLength: 12 }), made => {
        const vms = made.map((over, index) => aVmFacts({ id: `vm${index}`, hostId: 'host1', ...over }))
        const ordered = engineMaintenanceOrder(vms)
        expect(ordered.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
          vms.toSorted((a, b) => a.id.localeCompare(b.id)),
        )
        // Sorting by demand again changes nothing, so demand was not disturbed by priority.
        expect(demandOrder(ordered)).toEqual(ordered)
        for (const [index, vm] of ordered.entries()) {
          const next = ordered[index + 1]
          const alike = next && demandOrder([next, vm])[0] === next && demandOrder([vm, next])[0] === vm
          if (alike) expect(vm.priority).toBeGreaterThanOrEqual(next.priority)
        }
      }),
    )
  })
})
