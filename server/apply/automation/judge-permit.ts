import type { AutomationMode, Freeze, Stop } from '../../../shared/plan/automation.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import { whyExcluded } from '../../model/excluded-vms.ts'
import type { GateVerdict, Move } from '../judge-move.ts'
import type { TimeWindow } from './time-window.ts'

export type PermitFacts = Readonly<{
  move: Move
  /** Nobody approved it. */
  isAutomatic: boolean
  mode: AutomationMode
  stop?: Stop | undefined
  freeze?: Freeze | undefined
  windows: readonly TimeWindow[]
  /** Tagged VMs, by id. undefined: not known, since the engine has not told. */
  excluded: ReadonlySet<string> | undefined
  excludeTag: string
  /** Moves of this cluster that the service began by itself in the last hour and day, and how many it may. */
  begun: Readonly<{ hour: number; day: number }>
  budget: Readonly<{ hour: number; day: number }>
  nowMs: number
}>

const refuse = (why: 'stale' | 'wait', code: string, text: string, values: Reason['values'] = {}): GateVerdict => ({
  ok: false,
  why,
  reason: reason(code, text, values),
})

/** Whether the operators' settings let a move start now. What ends by itself, or by a person's hand, is a reason to wait. */
export function judgePermit(facts: PermitFacts): GateVerdict {
  const { move, isAutomatic, mode, stop, excluded, excludeTag } = facts
  const { cluster, vm } = move
  if (stop !== undefined) {
    const why = stop.why === '' ? '' : `: ${stop.why}`
    return refuse('wait', 'stopped', `${stop.by.name} has stopped all moves${why}`, {
      user: stop.by.name,
      why: stop.why,
    })
  }
  if (mode === 'off' || mode === 'recommend') {
    const text = `The cluster ${cluster.name} is set to "${mode}": nothing is carried out there.`
    return refuse('stale', 'mode-forbids', text, { cluster: cluster.name, mode })
  }
  if (excluded?.has(vm.id)) {
    return { ok: false, why: 'stale', reason: whyExcluded(vm, excludeTag) }
  }
  return isAutomatic ? judgeAutomatic(facts) : { ok: true }
}

function judgeAutomatic({ move, mode, freeze, windows, excluded, begun, budget, nowMs }: PermitFacts): GateVerdict {
  const { cluster } = move
  if (mode !== 'automatic') {
    const text = `The cluster ${cluster.name} is not automatic any more; a person must approve.`
    return refuse('stale', 'mode-forbids', text, { cluster: cluster.name, mode })
  }
  if (freeze !== undefined) {
    const text = `Automatic moves in ${cluster.name} are frozen: ${freeze.because.text}`
    return refuse('wait', 'frozen', text, { cluster: cluster.name, cause: freeze.because.code })
  }
  if (excluded === undefined) {
    return refuse('wait', 'tags-unknown', 'Which VMs are to be left alone has not been read from the engine yet.')
  }
  if (windows.length > 0 && !windows.some(window => window.isOpen(nowMs))) {
    const text = `It is outside the times for automatic moves in ${cluster.name}: ${windows.map(one => one.text).join('; ')}.`
    return refuse('wait', 'window-closed', text, { cluster: cluster.name })
  }
  for (const span of ['hour', 'day'] as const) {
    if (begun[span] < budget[span]) continue
    const text = `${begun[span]} automatic moves in ${cluster.name} in the last ${span}; at most ${budget[span]} may be.`
    return refuse('wait', 'budget-spent', text, { cluster: cluster.name, begun: begun[span], budget: budget[span] })
  }
  return { ok: true }
}
