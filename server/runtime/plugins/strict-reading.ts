import type { XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import { interpretStrict } from '../python/interpret-strict.ts'
import { UnitFailure } from '../unit-failure.ts'
import { nothingNamed } from './judge-named-move.ts'
import { noUsableAnswer, type Reading } from './python-runner.ts'

const silent = () => new UnitFailure('no-answer', 'it printed None')
const asId = (value: XmlRpcValue): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** Exactly what the original daemon made of it, its faults included. */
export const strictReading: Reading = {
  filter(run) {
    const answer = interpretStrict.filter(run)
    if (answer.kind === 'none') throw silent()
    if (answer.kind !== 'hosts') throw noUsableAnswer(answer.kind, answer.message)
    return answer.hosts.map(asId)
  },

  score(run) {
    const answer = interpretStrict.score(run)
    if (answer.kind === 'none') throw silent()
    if (answer.kind !== 'scores') throw noUsableAnswer(answer.kind, answer.message)
    const sums = new Map<string, number>()
    for (const { host, score } of answer.scores) sums.set(asId(host), (sums.get(asId(host)) ?? 0) + score)
    return { kind: 'cost', of: sums }
  },

  balance(run, _question, unitId) {
    const answer = interpretStrict.balance(run)
    if (answer.kind === 'none') return nothingNamed(unitId)
    if (answer.kind !== 'elements') throw noUsableAnswer(answer.kind, answer.message)
    return { ...nothingNamed(unitId), written: answer.elements }
  },

  /** As the caller wrote them, whatever their type: clients of the original sent "" for none. */
  properties: ({ written }, { properties }) => (written === undefined ? properties : written),
}
