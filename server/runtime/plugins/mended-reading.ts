import { interpretMended } from '../python/interpret-mended.ts'
import { UnitFailure } from '../unit-failure.ts'
import { judgeNamedMove, nothingNamed } from './judge-named-move.ts'
import { noUsableAnswer, type Reading } from './python-runner.ts'

const silent = () => new UnitFailure('no-answer', 'it printed nothing')

/** The original's faults mended. `warn` hears what a plugin wrote beside a good answer, and what was left out of one. */
export const mendedReading = (warn: (warnings: readonly string[]) => void): Reading => ({
  filter(run, hostIds) {
    const answer = interpretMended.filter(run, hostIds)
    if (answer.kind === 'none') throw silent()
    if (answer.kind !== 'hosts') throw noUsableAnswer(answer.kind, answer.message)
    warn(answer.warnings)
    return answer.hostIds
  },

  score(run, hostIds) {
    const answer = interpretMended.score(run, hostIds)
    if (answer.kind === 'none') throw silent()
    if (answer.kind !== 'scores') throw noUsableAnswer(answer.kind, answer.message)
    warn(answer.warnings)
    return { kind: 'cost', of: answer.scores }
  },

  balance(run, question, unitId) {
    const answer = interpretMended.balance(run)
    if (answer.kind === 'none') {
      warn(answer.warnings)
      return nothingNamed(unitId)
    }
    if (answer.kind !== 'move') throw noUsableAnswer(answer.kind, answer.message)
    warn(answer.warnings)
    return judgeNamedMove(unitId, answer, question)
  },

  /** Defaults stand in for what the engine did not send; properties of other units are handed on as ever. */
  properties(_question, { values, properties }) {
    const defaults = Object.entries(values).flatMap(([name, value]) => (value === '' ? [] : [[name, String(value)]]))
    return { ...Object.fromEntries(defaults), ...properties }
  },
})
