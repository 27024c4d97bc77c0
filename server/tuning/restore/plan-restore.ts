import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { DueChange } from '../knobs/knob-round.ts'
import type { HostChange } from './compose-changes.ts'
import { type FoundNow, giveBack } from './give-back.ts'
import type { TouchedKnob } from './touched-knobs.ts'

export type RestorePlan = Readonly<{
  changes: readonly DueChange[]
  /** Knobs about which nothing is left to do. */
  forget: readonly string[]
  /**
   * Knobs whose VM is not here, that show a value that is none of ours, or that were given back and do not show it yet: `createLostKnobs`
   * says when it is believed that they never will.
   */
  lost: readonly string[]
  /** Knobs that wait for room on the host. */
  waiting: number
}>

/** What is to be given back on a host now. `why`: undefined while whoever changed a knob still has it. */
export function planRestore(
  touched: ReadonlyMap<string, TouchedKnob>,
  now: FoundNow,
  why: (change: HostChange) => Reason | undefined,
): RestorePlan {
  const changes: DueChange[] = []
  const forget: string[] = []
  const lost: string[] = []
  let waiting = 0
  let { roomKiB } = now
  for (const [knob, all] of touched) {
    const [newest] = all
    if (newest === undefined) continue
    const back = giveBack(all, { ...now, roomKiB })
    const because = why(newest)
    if ('change' in back) {
      if (because === undefined) continue
      const { change } = back
      if (change.knob === 'balloon') roomKiB -= change.toKiB - change.fromKiB
      changes.push({ by: 'restore', mode: 'enforce', change, because: [], reason: because })
    } else if (back.nothing === 'done') {
      if (because !== undefined || all.every(isAsFound)) forget.push(knob)
    } else if (back.nothing === 'later') {
      if (because !== undefined) waiting++
    } else {
      lost.push(knob)
    }
  }
  return { changes, forget, lost, waiting }
}

const isAsFound = (change: HostChange): boolean => change.knob === 'balloon' && change.fromKiB === change.toKiB

export const whyRestored = {
  off: reason(
    'restore-off',
    'The tuning of this host was switched off: what it had changed goes back to how it was found.',
  ),
  idle: reason(
    'restore-idle',
    'The host is idle: its CPUs need no pins, and the kernel may pack or boost as it likes.',
  ),
  leaving: reason('restore-leaving', 'The VM is to leave this host: its vCPUs go back to how they were found.'),
  again: reason('restore-restart', 'The service was started again: pins of before go back to how they were found.'),
  stop: reason('restore-stop', 'The service stops: what it had changed goes back to how it was found.'),
  excluded: reason(
    'restore-excluded',
    'The VM is not to be balanced any more: what was changed goes back to how it was found.',
  ),
} as const satisfies Readonly<Record<string, Reason>>
