import { useMemo } from 'react'
import type { PlannedStep } from '../../../shared/plan/plan.ts'
import type { StepsAt } from '../../../shared/plan/plan-instants.ts'
import type { Step } from '../../../shared/plan/run.ts'
import { lanesOf } from './lanes-of.ts'
import { TimelineStep } from './timeline-step.tsx'

/** With more lanes than these there is room for one line in each bar. */
const ROOMY = 5

export type TimelineLanesProps = Readonly<{
  steps: readonly PlannedStep[]
  spanS: number
  at: StepsAt
  run: readonly Step[] | undefined
}>

/** Every step as a bar over time, those that run at once below each other. */
export function TimelineLanes({ steps, spanS, at, run }: TimelineLanesProps) {
  const lanes = useMemo(() => lanesOf(steps), [steps])
  const [done, underWay] = [new Set(at.done), new Set(at.underWay)]
  return (
    <div className={lanes.length > ROOMY ? 'timeline-lanes timeline-lanes-many' : 'timeline-lanes'}>
      {lanes.map(lane => (
        <div key={lane[0]?.index} className="timeline-lane">
          {lane.map(step => (
            <TimelineStep
              key={step.index}
              step={step}
              spanS={spanS}
              phase={done.has(step) ? 'done' : underWay.has(step) ? 'underWay' : 'later'}
              made={run?.[step.index]}
            />
          ))}
        </div>
      ))}
    </div>
  )
}
