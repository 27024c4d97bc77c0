import { useMemo, useState } from 'react'
import type { Plan } from '../../../shared/plan/plan.ts'
import { type PlanInstant, planInstants, stepGroups, stepsAt } from '../../../shared/plan/plan-instants.ts'
import type { Step } from '../../../shared/plan/run.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { countsOverTime } from './lanes-of.ts'
import { mostChangedFirst, mostDifferentFirst } from './most-changed-first.ts'
import { PlanHosts } from './plan-hosts.tsx'
import { StateCounts } from './state-counts.tsx'
import { TimelineAxis } from './timeline-axis.tsx'
import { TimelineLanes } from './timeline-lanes.tsx'
import { TimelineProfile } from './timeline-profile.tsx'
import { TimelineSlider } from './timeline-slider.tsx'
import { UnderWay } from './under-way.tsx'
import { useInstantText } from './use-instant-text.ts'
import { usePlayback } from './use-playback.ts'
import { usesAt } from './uses-at.ts'

/** More bars than these are too narrow to tell one from the next. */
const DRAWN = 60
const HOSTS = 12
const BEFORE: PlanInstant = { atS: 0, hasBegun: false }

export type PlanTimelineProps = Readonly<{
  plan: Plan
  /** The steps of the run that carries it out, in the order of the plan. */
  run?: readonly Step[] | undefined
  /** How many hosts are shown at once. */
  hostsFirst?: number
}>

/** A plan over time. Scrubbing it moves the outlines of the hosts to where they stand at that point; it begins at the end. */
export function PlanTimeline({ plan, run, hostsFirst = HOSTS }: PlanTimelineProps) {
  const { t, duration } = useTexts()
  const instantText = useInstantText()
  const { steps, hosts, makespanS } = plan
  const instants = useMemo(() => planInstants(steps), [steps])
  const sorted = useMemo(() => mostChangedFirst(hosts), [hosts])
  const most = useMemo(() => Math.max(0, ...countsOverTime(steps).map(({ count }) => count)), [steps])
  const last = instants.length - 1
  const [chosen, setChosen] = useState(last)
  const place = Math.min(chosen, last)
  const playback = usePlayback(place, last, setChosen)
  const instant = instants[place] ?? BEFORE
  const at = stepsAt(steps, instant)
  const uses = useMemo(
    () => usesAt(plan, { instant, isFirst: place === 0, isLast: place === last }),
    [plan, instant, place, last],
  )
  // Rows keep their places unless there are more than are shown: then those come first that this point is about.
  const different = useMemo(() => (uses === undefined ? sorted : mostDifferentFirst(sorted, uses)), [sorted, uses])
  const { when, sentence } = instantText(plan, instant, different, uses)
  const spanS = Math.max(makespanS, 1)
  const summary = t('timeline.summary', {
    steps: steps.length,
    groups: stepGroups(steps),
    parallel: most,
    duration: duration(makespanS),
  })
  return (
    <div className="plan-timeline">
      <p>{summary}</p>
      <div className="timeline-picture" role="img" aria-label={summary}>
        {steps.length > DRAWN ? (
          <TimelineProfile steps={steps} spanS={spanS} />
        ) : (
          <TimelineLanes steps={steps} spanS={spanS} at={at} run={run} />
        )}
        <TimelineAxis spanS={spanS} />
        <span className="timeline-head" style={{ insetInlineStart: `${(100 * instant.atS) / spanS}%` }} />
      </div>
      {steps.length > DRAWN && <p className="field-note">{t('timeline.thinned')}</p>}
      {run && <StateCounts run={run} />}
      <TimelineSlider place={place} last={last} text={when} playback={playback} onChange={setChosen} />
      {/* Who listens hears where it has stopped, not every point on the way. */}
      <p className="timeline-sentence" aria-live={playback.isPlaying ? 'off' : 'polite'}>
        {sentence}
      </p>
      <UnderWay steps={at.underWay} most={most} />
      <PlanHosts hosts={sorted.length > hostsFirst ? different : sorted} uses={uses} first={hostsFirst} />
    </div>
  )
}
