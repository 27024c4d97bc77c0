import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import type { DueChange } from '../knobs/knob-round.ts'
import { type MemoryLimits, type MemoryPlan, type MemoryView, noMemoryMemory } from './memory-plan.ts'
import { planMemory } from './plan-memory.ts'
import { type MemoryContext, viewMemory } from './view-memory.ts'

export type MemoryLook = Readonly<{ view: MemoryView; plan: MemoryPlan }>

/** One host and the memory of its VMs over time. It has no clock and sets nothing. */
export function createMemoryBalancer(limits: MemoryLimits) {
  let memory = noMemoryMemory
  let look: MemoryLook | undefined
  return {
    /** undefined: the host does not tell what is available. */
    look(reading: HostReading, guests: readonly GuestReading[], context: MemoryContext): MemoryLook | undefined {
      const view = viewMemory(reading, guests, context)
      look = view && { view, plan: planMemory(view, memory, limits) }
      if (look !== undefined) memory = look.plan.memory
      return look
    },
    /** The targets of the last look as changes. */
    changes: (mode: DueChange['mode']): DueChange[] =>
      (look?.plan.targets ?? []).map(({ vmId, vmName, fromKiB, toKiB, reason }) => ({
        by: 'memory',
        mode,
        because: [],
        reason,
        change: { knob: 'balloon', vmId, vmName, fromKiB, toKiB },
      })),
  }
}
