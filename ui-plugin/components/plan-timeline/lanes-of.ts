import type { PlannedStep } from '../../../shared/plan/plan.ts'

/** Steps in lanes such that those of one lane never run at the same time; as few lanes as there are steps at once. */
export function lanesOf(steps: readonly PlannedStep[]): readonly (readonly PlannedStep[])[] {
  const lanes: PlannedStep[][] = []
  for (const step of steps.toSorted((a, b) => a.startsAtS - b.startsAtS || a.index - b.index)) {
    const free = lanes.find(lane => (lane.at(-1)?.endsAtS ?? 0) <= step.startsAtS)
    if (free === undefined) lanes.push([step])
    else free.push(step)
  }
  return lanes
}

/** How many run at once from each moment on, for a picture of more steps than can be drawn. */
export function countsOverTime(steps: readonly PlannedStep[]): readonly Readonly<{ atS: number; count: number }>[] {
  const moments = [...new Set(steps.flatMap(({ startsAtS, endsAtS }) => [startsAtS, endsAtS]))].sort((a, b) => a - b)
  return moments.map(atS => ({
    atS,
    count: steps.filter(({ startsAtS, endsAtS }) => startsAtS <= atS && endsAtS > atS).length,
  }))
}
