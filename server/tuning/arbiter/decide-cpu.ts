import type { Named } from '../../../shared/plan/named.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { ArbiterVm, CpuStanding } from './arbitration.ts'
import { lowersCpu, startsKsm } from './change-effect.ts'
import { decideMigration } from './decide-migration.ts'
import {
  chosen,
  type DecidedMeans,
  namesOf,
  nobodyLeaves,
  notChosen,
  type PressureFinding,
  type Situation,
  tenths,
} from './pressure-finding.ts'
import { doPinsHelp, isCalmWithout, isRoomy, PATIENCE_ROUNDS } from './pressure-marks.ts'

/** Beside the standing. */
export type CpuCircumstances = Readonly<{
  /** Rounds in a row, this one included, that VMs want more than there is. */
  overRounds: number
  /** Memory is short too and has decided about KSM. */
  isKsmDecided: boolean
}>

/**
 * What is to be done about a host that is short of CPU. Waiting for a VM to leave holds caps; pins take nothing from anybody and
 * go on meanwhile.
 */
export function decideCpu(
  standing: CpuStanding,
  situation: Situation,
  { overRounds, isKsmDecided }: CpuCircumstances,
): PressureFinding {
  const wait = decideWait(standing, situation.leaving)
  const pins = decidePins(standing, situation)
  const cap = decideCap(standing, situation, wait, pins.chosen)
  const migration = wait.chosen
    ? { means: notChosen('migrate', wait.because) }
    : decideLeaving(standing, situation, overRounds)
  return {
    what: shortage(situation.host, standing),
    means: [wait, notForCpu('balloon'), notForCpu('ksm'), pins, cap, migration.means],
    holds: change => {
      if (lowersCpu(change) && !cap.chosen) return cap.because
      return startsKsm(change) && !isKsmDecided ? ksmCosts(standing) : undefined
    },
    ...(migration.ask && { ask: migration.ask }),
  }
}

const sharePercent = ({ capacityPercent }: CpuStanding, demandPercent: number): number =>
  tenths((100 * demandPercent) / capacityPercent)

/** The figures that most sentences here have. */
const figures = (standing: CpuStanding) => ({
  highest: tenths(standing.highestPercent),
  after: tenths(standing.highestAfterPercent),
  demand: sharePercent(standing, standing.demandPercent),
})

function shortage({ name: host }: Named, standing: CpuStanding): Reason {
  const { highest, demand } = figures(standing)
  const text = `The busiest core of ${host} is asked for ${highest} %, and all of them for ${demand} % of what they have.`
  return reason('pressure-cpu', text, { host, highest, demand })
}

function decideWait(standing: CpuStanding, leaving: readonly ArbiterVm[]): DecidedMeans {
  if (leaving.length === 0) return notChosen('wait', nobodyLeaves)
  const takenPercent = leaving.reduce((sum, { demandPercent }) => sum + demandPercent, 0)
  const values = {
    vms: namesOf(leaving),
    taken: sharePercent(standing, takenPercent),
    left: sharePercent(standing, standing.demandPercent - takenPercent),
  }
  const text = `VMs that are to leave (${values.vms}) take ${values.taken} % of the CPUs with them, which leaves ${values.left} %`
  return isCalmWithout(standing, takenPercent)
    ? chosen('wait', reason('pressure-leavers-take-enough', `${text}: enough.`, values))
    : notChosen('wait', reason('pressure-leavers-take-part', `${text}: not enough.`, values))
}

const neverForCpu = {
  balloon: reason('pressure-balloons-free-no-cpu', 'Balloons free no CPU.'),
  ksm: reason('pressure-ksm-frees-no-cpu', 'KSM frees no CPU, it costs some.'),
}
const notForCpu = (means: keyof typeof neverForCpu): DecidedMeans => notChosen(means, neverForCpu[means])

function ksmCosts(standing: CpuStanding): Reason {
  const { highest, demand } = figures(standing)
  const text = `KSM would cost CPU, which is short: the busiest core is asked for ${highest} %, all for ${demand} %.`
  return reason('pressure-ksm-costs-cpu', text, { highest, demand })
}

function decidePins(standing: CpuStanding, { wanted }: Situation): DecidedMeans {
  const { highest, after } = figures(standing)
  if (!wanted.some(({ knob }) => knob === 'pins')) {
    const text = `No vCPU is to be moved; the busiest core is asked for ${highest} %.`
    return notChosen('re-pin', reason('pressure-pins-unwanted', text, { highest }))
  }
  if (doPinsHelp(standing)) {
    const text = `Pins bring the busiest core from ${highest} to ${after} %.`
    return chosen('re-pin', reason('pressure-pins-help', text, { highest, after }))
  }
  const text = `Pins bring the busiest core from ${highest} to ${after} % only; they are made, but do not count as a remedy.`
  return notChosen('re-pin', reason('pressure-pins-help-little', text, { highest, after }))
}

/** What a policy wants to cap. It is let through where nothing gentler suffices. */
function decideCap(
  standing: CpuStanding,
  { wanted }: Situation,
  wait: DecidedMeans,
  arePinsChosen: boolean,
): DecidedMeans {
  const caps = wanted.filter(lowersCpu).length
  if (caps === 0) return notChosen('cpu-cap', reason('pressure-caps-unwanted', 'The policy wants no VM limited.'))
  if (wait.chosen) return notChosen('cpu-cap', wait.because)
  const { highest, after, demand } = figures(standing)
  if (arePinsChosen && standing.demandPercent <= standing.capacityPercent) {
    const text = `Pins come first: they bring the busiest core from ${highest} to ${after} %, and VMs want ${demand} % of the CPUs, no more than there is.`
    return notChosen('cpu-cap', reason('pressure-pins-first', text, { highest, after, demand }))
  }
  const text = `VMs that the policy limits: ${caps}. Pins do not suffice: the busiest core is asked for ${after} % with them, and VMs want ${demand} % of the CPUs.`
  return chosen('cpu-cap', reason('pressure-caps', text, { caps, after, demand }))
}

/** Only where VMs want more than there is, and not just for a moment. */
function decideLeaving(
  standing: CpuStanding,
  situation: Situation,
  overRounds: number,
): ReturnType<typeof decideMigration> {
  const { demand } = figures(standing)
  if (overRounds === 0) {
    const text = `VMs want ${demand} % of the CPUs, no more than there is: nobody has to leave.`
    return { means: notChosen('migrate', reason('pressure-cpus-suffice', text, { demand })) }
  }
  if (overRounds < PATIENCE_ROUNDS) {
    const values = { demand, rounds: overRounds, patience: PATIENCE_ROUNDS }
    const text = `VMs want ${demand} % of the CPUs, more than there is, in round ${overRounds} of ${PATIENCE_ROUNDS} that it must last.`
    return { means: notChosen('migrate', reason('pressure-cpus-not-yet', text, values)) }
  }
  const relief = {
    frees: ({ demandPercent }: ArbiterVm) => demandPercent,
    isEnough: (takenPercent: number) => isRoomy(standing, takenPercent),
  }
  return decideMigration(situation, relief, ({ name, demandPercent }, isEnough) => {
    const left = sharePercent(standing, standing.demandPercent - demandPercent)
    const values = { vm: name, demand, left }
    const text = `Without ${name} VMs want ${left} % of the CPUs instead of ${demand} %`
    return isEnough
      ? reason('pressure-vm-takes-enough', `${text}.`, values)
      : reason('pressure-vm-takes-most', `${text}; no other brings more.`, values)
  })
}
