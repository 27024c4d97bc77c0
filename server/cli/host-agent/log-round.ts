import type { Log } from '../../telemetry/log.ts'
import type { RoundDone } from '../../tuning/host-tuner.ts'
import { changeText } from '../host-policy/change-text.ts'

/** What was decided, one line each; a round that failed; guests that were left out only for whoever looks closely. */
export function logRound(log: Log, { round, decisions }: RoundDone): void {
  if (round !== undefined) {
    const { outcome, problem, skipped, durationMs } = round
    if (outcome === 'failed') log.warn({ problem: problem?.message }, 'The host policy failed; nothing was changed.')
    else log.debug({ outcome, durationMs, problem: problem?.message, skipped }, 'The host policy was evaluated.')
  }
  for (const { by, change, outcome, problem, because, reason } of decisions) {
    const controls = because.map(({ control, value, file, line }) => `${control} = ${value} at ${file}:${line}`)
    const why = reason === undefined ? controls : [reason.text]
    const isBad = outcome === 'failed' || outcome === 'refused'
    const told = { by, change: changeText(change), outcome, because: why, ...(problem && { problem: problem.message }) }
    log[isBad ? 'warn' : 'info'](told, by === 'policy' ? 'The host policy decided.' : 'Decided.')
  }
}
