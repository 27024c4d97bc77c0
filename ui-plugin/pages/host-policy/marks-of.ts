import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'

/** Decisions that share one mark, oldest first; it stands where the first of them was made. */
export type DecisionMark = Readonly<{ atMs: number; decisions: readonly [KnobDecision, ...KnobDecision[]] }>

/**
 * From decisions, newest first as the service tells them, to marks, oldest first. What lies closer together than `apartMs`, such as all
 * decisions of one round, becomes one mark, so that no mark covers another.
 */
export function marksOf(decisions: readonly KnobDecision[], apartMs: number): readonly DecisionMark[] {
  const marks: DecisionMark[] = []
  for (const decision of decisions.toReversed().toSorted((a, b) => a.atMs - b.atMs)) {
    const last = marks.at(-1)
    if (last === undefined || decision.atMs - last.atMs >= apartMs)
      marks.push({ atMs: decision.atMs, decisions: [decision] })
    else marks[marks.length - 1] = { ...last, decisions: [...last.decisions, decision] }
  }
  return marks
}
