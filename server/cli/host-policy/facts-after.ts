import type { Facts, Program } from '../../language/evaluate.ts'
import { planRound } from '../../tuning/plan-round.ts'
import { CliFailure } from '../outcome.ts'
import { readSamples, usualIntervalS } from './read-samples.ts'
import { replayFacts } from './replay-facts.ts'

/**
 * What is known of a host when the last of its recorded samples has come in: averages, and variables that the policy kept in
 * the rounds before. @throws CliFailure for samples that cannot be used, or lack what collectors need
 */
export function factsAfter(program: Program, samplesFile: string): Facts {
  const samples = readSamples(samplesFile)
  const { io, facts, take } = replayFacts(usualIntervalS(samples))
  for (const [index, sample] of samples.entries()) {
    take(sample)
    if (index === samples.length - 1) break
    const { outcome, keep } = planRound(program, { facts, io, controllers: [] }, nothingSent)
    if (outcome === 'ok') keep()
  }
  io.clear()
  const { host, guests, missing } = facts.facts()
  if (host === undefined) throw new CliFailure(`${samplesFile}: the last sample does not tell ${missing.join(', ')}`)
  return { host, guests: guests.map(guest => guest.facts) }
}

const nothingSent = { ksm: {}, balloonKiB: () => undefined, requestOf: () => undefined }
