import { useMemo } from 'react'
import type { PlannedStep } from '../../../shared/plan/plan.ts'
import { countsOverTime } from './lanes-of.ts'

const HEIGHT = 100

/** Hundreds of steps: how many run at once, as an area over time. */
export function TimelineProfile({ steps, spanS }: Readonly<{ steps: readonly PlannedStep[]; spanS: number }>) {
  const path = useMemo(() => areaOf(steps), [steps])
  return (
    <svg className="timeline-profile" viewBox={`0 0 ${spanS} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      <path d={path} />
    </svg>
  )
}

function areaOf(steps: readonly PlannedStep[]): string {
  const counts = countsOverTime(steps)
  const most = Math.max(1, ...counts.map(({ count }) => count))
  const corners = counts.map(({ atS, count }) => `H${atS}V${HEIGHT - (HEIGHT * count) / most}`)
  return `M0 ${HEIGHT}${corners.join('')}V${HEIGHT}Z`
}
