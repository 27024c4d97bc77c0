import { compileProgram } from '../../server/language/evaluate.ts'
import { collectorsOf } from '../../server/tuning/collectors/collectors-of.ts'
import { createFactSource } from '../../server/tuning/collectors/fact-source.ts'
import { createIoDraft } from '../../server/tuning/collectors/io-draft.ts'
import { usualCollectors } from '../../server/tuning/collectors/usual-collectors.ts'
import { type ActiveMode, createHostTuner, type PolicyRound, policyRound } from '../../server/tuning/host-tuner.ts'
import type { HostKnobs } from '../../server/tuning/knobs/carry-out.ts'
import { controllerNames } from '../../server/tuning/knobs/controllers.ts'
import { readPolicySet } from '../../server/tuning/policies/default-policies.ts'
import {
  type ClusterMemorySettings,
  clusterParameters,
  writeParameters,
} from '../../server/tuning/policies/parameters.ts'
import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'

const collectors = collectorsOf(usualCollectors)

/** The built-in policies as the settings of a cluster make them. */
export function defaultProgram(settings: ClusterMemorySettings) {
  const written = writeParameters(clusterParameters(settings))
  if (!written.ok) throw new Error(written.problems[0]?.message)
  const files = readPolicySet('default').map(file =>
    file.name === '01-parameters' ? { ...file, text: written.text } : file,
  )
  return compileProgram(files)
}

/** Rounds of one host whose readings and knobs are real or simulated ones. */
export function policyRounds(
  knobs: HostKnobs,
  program: ReturnType<typeof compileProgram>,
  mode: ActiveMode = 'enforce',
) {
  const io = createIoDraft()
  const facts = createFactSource({ ...collectors, historyLength: 3, intervalS: 15, io })
  let ids = 0
  let nowMs = 0
  const tuner = createHostTuner({ facts, io, controllers: controllerNames, now: () => nowMs, newId: () => `${ids++}` })
  return async (host: HostReading, guests: readonly GuestReading[]): Promise<PolicyRound> => {
    nowMs = host.takenAtMs
    facts.takeGuests(guests, host.takenAtMs)
    facts.takeHost(host, host.takenAtMs)
    const handOn = async () => undefined
    return policyRound(tuner, { program, mode, knobs, handOn, signal: AbortSignal.timeout(30_000) })
  }
}
