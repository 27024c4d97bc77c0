import type { PressureDecision } from '../../../shared/plan/pressure.ts'
import type { Log } from '../../telemetry/log.ts'
import type { Balance } from '../../tuning/host-balance.ts'
import type { RoundDone } from '../../tuning/host-tuner.ts'
import { changeText } from '../host-policy/change-text.ts'

/** What rounds on a host come to, as lines of a log. */
export function createRoundLog(log: Log) {
  let lastStandings = ''
  let lastPressure = ''
  return {
    /** Where the balancers stand, for whoever looks closely: once for each kind of standing. */
    looked({ pins, memory }: Pick<Balance, 'pins' | 'memory'>): void {
      const standings = [pins?.plan.standing, memory?.plan.standing].filter(standing => standing !== undefined)
      const codes = standings.map(({ code }) => code).join(' ')
      if (codes !== lastStandings) log.debug({ because: standings.map(({ text }) => text) }, 'The balancers looked.')
      lastStandings = codes
    },
    /** What was decided, one line each; a round that failed; guests that were left out only for whoever looks closely. */
    done({ round, decisions }: RoundDone): void {
      if (round !== undefined) {
        const { outcome, problem, skipped, durationMs } = round
        if (outcome === 'failed')
          log.warn({ problem: problem?.message }, 'The host policy failed; nothing was changed by it.')
        else log.debug({ outcome, durationMs, problem: problem?.message, skipped }, 'The host policy was evaluated.')
      }
      for (const { by, change, outcome, problem, because, reason } of decisions) {
        const controls = because.map(({ control, value, file, line }) => `${control} = ${value} at ${file}:${line}`)
        const why = reason === undefined ? controls : [reason.text]
        const isBad = outcome === 'failed' || outcome === 'refused'
        const told = { by, change: changeText(change), outcome, because: why }
        const line = { ...told, ...(problem && { problem: problem.message }) }
        log[isBad ? 'warn' : 'info'](line, by === 'policy' ? 'The host policy decided.' : 'Decided.')
      }
    },
    /** The newest shortage, when it begins, when other means are chosen, and when it ends. */
    pressures([newest]: readonly PressureDecision[]): void {
      if (newest === undefined) return
      const { id, kind, what, means, endedAtMs } = newest
      const chosen = means.filter(({ chosen }) => chosen).map(({ means, because }) => `${means}: ${because.text}`)
      const state = [id, endedAtMs, ...means.filter(({ chosen }) => chosen).map(({ means }) => means)].join(' ')
      if (state !== lastPressure)
        log.info(
          { kind, what: what.text, chosen },
          endedAtMs === undefined ? 'The host is short of something.' : 'The host is no longer short of it.',
        )
      lastPressure = state
    },
  }
}
