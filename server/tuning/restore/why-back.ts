import type { TuningMode } from '../../../shared/model/tuning.ts'
import type { MemoryOwner } from '../../../shared/plan/tuning-state.ts'
import type { Reason } from '../../../shared/policy/reason.ts'
import type { VmStanding } from '../vm-standing.ts'
import type { HostChange } from './compose-changes.ts'
import { whyRestored } from './plan-restore.ts'

/** What holds on a host, as far as it says whether something that was changed is given back. */
export type WhyBackFacts = Readonly<{
  /** Of policies and memory, and of pins; those that really hold. */
  modes: Readonly<{ mode: TuningMode; pinning: TuningMode; memory: MemoryOwner }>
  /** Nothing has been done since we were started: pins are those of a service that may have stopped long ago. */
  isFromBefore: boolean
  isIdle: boolean
  isLeaving(vmId: string): boolean
  /** Somebody else has pinned it since. */
  isForeign(vmId: string): boolean
  /** undefined: nobody but the host knows it. */
  standingOf(vmId: string): VmStanding | undefined
}>

/** Why a change is given back now; undefined: whoever made it still has it. */
export function whyBack(change: HostChange, facts: WhyBackFacts): Reason | undefined {
  if (change.knob === 'pins') return whyPinsBack(change.vmId, facts)
  const { mode, memory } = facts.modes
  if (mode !== 'enforce') return whyRestored.off
  if (change.knob !== 'balloon' || memory !== 'balancer') return undefined
  return isExcluded(facts.standingOf(change.vmId), 'keepsMemory') ? whyRestored.excluded : undefined
}

function whyPinsBack(vmId: string, facts: WhyBackFacts): Reason | undefined {
  if (facts.modes.pinning !== 'enforce') return whyRestored.off
  if (facts.isFromBefore) return whyRestored.again
  if (facts.isLeaving(vmId)) return whyRestored.leaving
  if (isExcluded(facts.standingOf(vmId), 'keepsPins') || facts.isForeign(vmId)) return whyRestored.excluded
  return facts.isIdle ? whyRestored.idle : undefined
}

/** What is not known for a moment is no reason to undo anything. */
const isExcluded = (standing: VmStanding | undefined, keeps: 'keepsPins' | 'keepsMemory'): boolean =>
  standing?.[keeps] !== undefined && standing.isUnknown !== true
