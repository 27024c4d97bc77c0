import type { WhyNotMoved } from '../../../shared/plan/placement.ts'

/** stopped: the first that is closed, which is the answer. closed: behind it, so it would stop the move too. */
export type GateState = 'passed' | 'stopped' | 'closed' | 'unknown'

export type JudgedGate = WhyNotMoved['gates'][number] & Readonly<{ state: GateState }>

/** What an open gate says when nothing was compared: the move is not stopped here, but it has not passed either. */
const notKnown: ReadonlySet<string> = new Set([
  'refusals-unknown',
  'holds-unknown',
  'cost-not-known',
  'no-limit-compared',
  'not-asked-now',
])

export function judgedGates(gates: WhyNotMoved['gates']): readonly JudgedGate[] {
  const stop = gates.findIndex(({ isOpen }) => !isOpen)
  return gates.map((gate, index) => ({ ...gate, state: stateOf(gate, index === stop) }))
}

const stateOf = ({ isOpen, reason }: WhyNotMoved['gates'][number], isFirstClosed: boolean): GateState => {
  if (!isOpen) return isFirstClosed ? 'stopped' : 'closed'
  return notKnown.has(reason.code) ? 'unknown' : 'passed'
}
