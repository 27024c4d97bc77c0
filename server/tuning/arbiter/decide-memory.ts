import { memoryText } from '../../../shared/measure/memory.ts'
import type { Named } from '../../../shared/plan/named.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import { memoryValues } from '../memory-values.ts'
import type { ArbiterVm, MemoryStanding } from './arbitration.ts'
import { startsKsm, takesMemory } from './change-effect.ts'
import { decideMigration } from './decide-migration.ts'
import {
  chosen,
  type DecidedMeans,
  namesOf,
  nobodyLeaves,
  notChosen,
  type PressureFinding,
  type Situation,
} from './pressure-finding.ts'
import { enoughKiB } from './pressure-marks.ts'

/** What is to be done about a host that is short of memory. Missing is what is missing until it no longer is. */
export function decideMemory(standing: MemoryStanding, situation: Situation, isCpuShort: boolean): PressureFinding {
  const missingKiB = enoughKiB(standing) - standing.availableKiB
  const what = shortage(situation.host, standing, missingKiB)
  const freedKiB = situation.leaving.reduce((sum, { residentKiB }) => sum + residentKiB, 0)
  if (freedKiB >= missingKiB) {
    const because = leaversSuffice(situation.leaving, freedKiB, missingKiB)
    return {
      what,
      means: [
        chosen('wait', because),
        notChosen('balloon', because),
        notChosen('ksm', because),
        ...neverForMemory,
        notChosen('migrate', because),
      ],
      holds: change => (takesMemory(change) || startsKsm(change) ? because : undefined),
    }
  }
  const balloon = decideBalloons(standing, missingKiB)
  const isKsmTooDear = isCpuShort && standing.givableKiB >= missingKiB
  const ksm = decideKsm(standing, situation, isKsmTooDear, missingKiB)
  const migration = decideLeaving(standing, situation, missingKiB, balloon.because)
  return {
    what,
    means: [notLongEnough(situation.leaving, freedKiB, missingKiB), balloon, ksm, ...neverForMemory, migration.means],
    holds: change => (isKsmTooDear && startsKsm(change) ? ksm.because : undefined),
    ...(migration.ask && { ask: migration.ask }),
  }
}

function shortage(host: Named, standing: MemoryStanding, missingKiB: number): Reason {
  const { availableKiB, reserveKiB } = standing
  const text = `${host.name} has ${memoryText(availableKiB)} of memory available, its reserve is ${memoryText(reserveKiB)}; ${memoryText(missingKiB)} more and it is no longer short.`
  return reason('pressure-memory', text, {
    host: host.name,
    ...memoryValues({ available: availableKiB, reserve: reserveKiB, missing: missingKiB }),
  })
}

function leaversSuffice(leaving: readonly ArbiterVm[], freedKiB: number, missingKiB: number): Reason {
  const vms = namesOf(leaving)
  const text = `VMs that are to leave (${vms}) free ${memoryText(freedKiB)}, enough for the missing ${memoryText(missingKiB)}.`
  return reason('pressure-leavers-free-enough', text, {
    vms,
    ...memoryValues({ freed: freedKiB, missing: missingKiB }),
  })
}

function notLongEnough(leaving: readonly ArbiterVm[], freedKiB: number, missingKiB: number): DecidedMeans {
  if (leaving.length === 0) return notChosen('wait', nobodyLeaves)
  const vms = namesOf(leaving)
  const text = `VMs that are to leave (${vms}) free ${memoryText(freedKiB)} of the missing ${memoryText(missingKiB)}.`
  const values = { vms, ...memoryValues({ freed: freedKiB, missing: missingKiB }) }
  return notChosen('wait', reason('pressure-leavers-free-part', text, values))
}

function decideBalloons({ givableKiB }: MemoryStanding, missingKiB: number): DecidedMeans {
  const [givable, missing] = [memoryText(givableKiB), memoryText(missingKiB)]
  const values = memoryValues({ givable: givableKiB, missing: missingKiB })
  if (givableKiB <= 0)
    return notChosen(
      'balloon',
      reason('pressure-balloons-empty', `No VM can give any of the missing ${missing} within its guarantee.`, values),
    )
  if (givableKiB >= missingKiB)
    return chosen(
      'balloon',
      reason('pressure-balloons-enough', `Balloons can give ${givable}, enough for the missing ${missing}.`, values),
    )
  const text = `Balloons can give ${givable} of the missing ${missing}, which is not enough alone.`
  return chosen('balloon', reason('pressure-balloons-part', text, values))
}

/** `isTooDear`: it would cost CPU, which is short as well, and it is not needed. */
function decideKsm(
  { givableKiB, ksmRuns }: MemoryStanding,
  { wanted }: Situation,
  isTooDear: boolean,
  missingKiB: number,
): DecidedMeans {
  if (ksmRuns === undefined)
    return notChosen('ksm', reason('pressure-ksm-none', 'There is no KSM, or it is not ours to switch.'))
  const missing = memoryText(missingKiB)
  if (isTooDear) {
    const text = `KSM would cost CPU, which is short too, and balloons can give ${memoryText(givableKiB)}, enough for the missing ${missing}.`
    const values = memoryValues({ givable: givableKiB, missing: missingKiB })
    return notChosen('ksm', reason('pressure-ksm-not-needed', text, values))
  }
  const values = memoryValues({ missing: missingKiB })
  if (wanted.some(startsKsm))
    return chosen(
      'ksm',
      reason('pressure-ksm-starts', `KSM starts and may save some of the missing ${missing}.`, values),
    )
  if (ksmRuns)
    return chosen('ksm', reason('pressure-ksm-runs', `KSM runs and may save some of the missing ${missing}.`, values))
  return notChosen('ksm', reason('pressure-ksm-unwanted', 'KSM is off, and nobody wants it now.'))
}

/** Only for what balloons do not reach. */
function decideLeaving(
  { givableKiB }: MemoryStanding,
  situation: Situation,
  missingKiB: number,
  balloons: Reason,
): ReturnType<typeof decideMigration> {
  const remainingKiB = missingKiB - givableKiB
  if (remainingKiB <= 0) return { means: notChosen('migrate', balloons) }
  const relief = {
    frees: ({ residentKiB }: ArbiterVm) => residentKiB,
    isEnough: (freedKiB: number) => freedKiB >= remainingKiB,
  }
  return decideMigration(situation, relief, ({ name, residentKiB }, isEnough) => {
    const [freed, remaining] = [memoryText(residentKiB), memoryText(remainingKiB)]
    const values = { vm: name, ...memoryValues({ freed: residentKiB, remaining: remainingKiB }) }
    return isEnough
      ? reason('pressure-vm-frees-enough', `${name} frees ${freed}, and balloons leave ${remaining} missing.`, values)
      : reason(
          'pressure-vm-frees-most',
          `${name} frees ${freed}, the most of all, of the ${remaining} that balloons leave missing.`,
          values,
        )
  })
}

const neverForMemory: readonly DecidedMeans[] = [
  notChosen('re-pin', reason('pressure-pins-free-no-memory', 'To pin vCPUs frees no memory.')),
  notChosen('cpu-cap', reason('pressure-caps-free-no-memory', 'To limit CPU frees no memory.')),
]
