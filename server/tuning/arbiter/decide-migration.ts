import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { ArbiterVm, WantedChange } from './arbitration.ts'
import { chooseLeaver, type Relief } from './choose-leaver.ts'
import { chosen, type DecidedMeans, namesOf, notChosen, type Situation } from './pressure-finding.ts'
import { isRecent, SETTLE_MS } from './pressure-marks.ts'

export type DecidedMigration = Readonly<{ means: DecidedMeans; ask?: WantedChange }>

/**
 * Where nothing gentler helps: whether to ask the cluster's planner for one VM to leave, and which. One at a time: what it leaves
 * behind is seen before another is asked. It stays chosen while the planner has an ask to answer, and is not made twice.
 */
export function decideMigration(
  { nowMs, leaving, staying, requested, askedAtMs, cannotAsk }: Situation,
  relief: Relief,
  explain: (vm: ArbiterVm, isEnough: boolean) => Reason,
): DecidedMigration {
  if (leaving.length > 0) return { means: notChosen('migrate', alreadyLeaving(leaving)) }
  if (requested !== undefined) return { means: chosen('migrate', byPolicy(requested)) }
  if (cannotAsk !== undefined) return { means: notChosen('migrate', cannotAsk) }
  const vm = chooseLeaver(staying, relief)
  if (vm === undefined) return { means: notChosen('migrate', nobody(staying.length)) }
  if (askedAtMs !== undefined && isRecent(askedAtMs, nowMs))
    return { means: chosen('migrate', asked(nowMs - askedAtMs)) }
  const because = explain(vm, relief.isEnough(relief.frees(vm)))
  const change = {
    knob: 'request',
    vmId: vm.id,
    vmName: vm.name,
    request: 'migrate',
    because: because.text,
  } as const
  return { means: chosen('migrate', because), ask: { by: 'arbiter', change, because: [], reason: because } }
}

const alreadyLeaving = (leaving: readonly ArbiterVm[]): Reason => {
  const vms = namesOf(leaving)
  return reason('pressure-migrate-leaving', `Already to leave: ${vms}. What that brings is seen first.`, { vms })
}

const byPolicy = (vm: string): Reason =>
  reason('pressure-migrate-requested', `The host policy asks for ${vm} already.`, { vm })

function asked(agoMs: number): Reason {
  const values = { minutes: Math.floor(agoMs / MS_PER_MIN), pauseMinutes: SETTLE_MS / MS_PER_MIN }
  const text = `A VM was asked for ${values.minutes} min ago; another is asked for after ${values.pauseMinutes} min.`
  return reason('pressure-migrate-asked', text, values)
}

const nobody = (vms: number): Reason =>
  reason('pressure-migrate-nobody', `None of its ${vms} VMs may leave and would bring anything.`, { vms })

const MS_PER_MIN = 60_000
