import { present } from '../../../shared/measure/present.ts'
import type { KnobChange } from '../../../shared/plan/knob-decision.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { ArbiterInput, ArbiterState, Arbitration, WantedChange } from './arbitration.ts'
import { givesBack } from './change-effect.ts'
import { decideCpu } from './decide-cpu.ts'
import { decideMemory } from './decide-memory.ts'
import { stepEvent } from './pressure-event.ts'
import type { PressureFinding, Situation } from './pressure-finding.ts'
import { isRecent, isShortOfCpu, isShortOfMemory } from './pressure-marks.ts'

/**
 * What of all that is wanted on one host in one round is carried out, and what is decided about a shortage of memory or CPU.
 * Nothing that gives back is ever held, and no request: others decide about those. `newId` is called once for each event that
 * begins.
 */
export function arbitrate(input: ArbiterInput, state: ArbiterState, newId: () => string): Arbitration {
  const { nowMs } = input
  const [isMemoryShort, isCpuShort] = [isShortOf('memory', input, state), isShortOf('cpu', input, state)]
  const overRounds = isOverCapacity(input) ? (state.overRounds ?? 0) + 1 : 0

  const situation = situationOf(input, state)
  const ofMemory = isMemoryShort && input.memory ? decideMemory(input.memory, situation, isCpuShort) : undefined
  // For both events together one VM is asked for at a time.
  const afterMemory = ofMemory?.ask ? { ...situation, askedAtMs: nowMs } : situation
  const circumstances = { overRounds, isKsmDecided: ofMemory !== undefined }
  const ofCpu = isCpuShort && input.cpu ? decideCpu(input.cpu, afterMemory, circumstances) : undefined

  const round = { nowMs, arrivedNames: arrivedNames(input), newId }
  const memory = stepEvent(state.memory, ofMemory, { ...round, kind: 'memory', isShort: isMemoryShort })
  const cpu = stepEvent(state.cpu, ofCpu, { ...round, kind: 'cpu', isShort: isCpuShort })
  const asks = [ofMemory?.ask, ofCpu?.ask].filter(ask => ask !== undefined)
  const askedAtMs = asks.length > 0 || situation.requested !== undefined ? nowMs : state.askedAtMs
  return {
    ...divide(input, [ofMemory, ofCpu]),
    asks,
    told: [memory.told, cpu.told].filter(event => event !== undefined),
    state: present({ memory: memory.open, cpu: cpu.open, askedAtMs, overRounds: overRounds || undefined }),
  }
}

/** What was not measured in this round is as it was. */
function isShortOf(kind: 'memory' | 'cpu', { memory, cpu }: ArbiterInput, state: ArbiterState): boolean {
  const wasShort = state[kind] !== undefined
  if (kind === 'memory') return memory ? isShortOfMemory(memory, wasShort) : wasShort
  return cpu ? isShortOfCpu(cpu, wasShort) : wasShort
}

const isOverCapacity = ({ cpu }: ArbiterInput): boolean => cpu !== undefined && cpu.demandPercent > cpu.capacityPercent

function situationOf(input: ArbiterInput, { askedAtMs }: ArbiterState): Situation {
  const { nowMs, host, vms, leaving, changes, cannotAsk } = input
  const isLeaving = ({ id }: { id: string }) => leaving.has(id)
  return {
    nowMs,
    host,
    leaving: vms.filter(isLeaving),
    staying: vms.filter(vm => !isLeaving(vm)),
    wanted: changes.filter(wanted => !givesBack(wanted) && !isOfLeaving(wanted, leaving)).map(({ change }) => change),
    ...present({ requested: changes.flatMap(({ change }) => requestedOf(change))[0], askedAtMs, cannotAsk }),
  }
}

const requestedOf = (change: KnobChange): string[] => (change.knob === 'request' ? [change.vmName] : [])

const isOfLeaving = ({ change }: WantedChange, leaving: ArbiterInput['leaving']): boolean =>
  'vmId' in change && leaving.has(change.vmId)

const arrivedNames = ({ nowMs, vms, arrived }: ArbiterInput): string[] =>
  vms.filter(({ id }) => isRecent(arrived.get(id) ?? Number.NaN, nowMs)).map(({ name }) => name)

function divide(
  { changes, leaving }: ArbiterInput,
  findings: readonly (PressureFinding | undefined)[],
): Pick<Arbitration, 'let' | 'held'> {
  const judged = changes.map(change => ({ change, because: whyHeld(change, leaving, findings) }))
  return {
    let: judged.flatMap(({ change, because }) => (because ? [] : [change])),
    held: judged.flatMap(({ change, because }) => (because ? [{ change, because }] : [])),
  }
}

function whyHeld(
  wanted: WantedChange,
  leaving: ArbiterInput['leaving'],
  findings: readonly (PressureFinding | undefined)[],
): Reason | undefined {
  const { change } = wanted
  if (change.knob === 'request' || givesBack(wanted)) return undefined
  const why = 'vmId' in change ? leaving.get(change.vmId) : undefined
  if (why !== undefined && 'vmId' in change) return leaves(change.vmName, why)
  return findings.map(finding => finding?.holds(change)).find(because => because !== undefined)
}

const leaves = (vm: string, why: Reason): Reason =>
  reason('pressure-vm-leaves', `${vm} is to leave this host, so nothing is taken from it: ${why.text}`, {
    vm,
    why: why.text,
  })
