import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'

/** KiB that a VM was given and that were taken from it, each in sum. */
export type MemoryMoved = Readonly<{ vmName: string; givenKiB: number; takenKiB: number }>

/** By VM, what the memory balancer really did of the decisions that are kept. What a dry run says anew each round is no sum. */
export function memoryMoved(decisions: readonly KnobDecision[]): ReadonlyMap<string, MemoryMoved> {
  const moved = new Map<string, MemoryMoved>()
  for (const { by, outcome, change } of decisions) {
    if (by !== 'memory' || outcome !== 'made' || change.knob !== 'balloon') continue
    const { vmId, vmName, fromKiB, toKiB } = change
    const { givenKiB, takenKiB } = moved.get(vmId) ?? { givenKiB: 0, takenKiB: 0 }
    const more = toKiB - fromKiB
    moved.set(vmId, {
      vmName,
      givenKiB: givenKiB + Math.max(0, more),
      takenKiB: takenKiB + Math.max(0, -more),
    })
  }
  return moved
}
