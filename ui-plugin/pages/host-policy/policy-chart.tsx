import { Chart, ChartAxis, ChartLine } from '@patternfly/react-charts/victory'
import { useState } from 'react'
import type { HostFigure } from '../../../shared/model/tuning.ts'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { useWidth } from '../../components/use-width.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { chartLooks as looks } from '../history/chart-looks.ts'
import { ChartKey } from './chart-key.tsx'
import { DecisionMarks } from './decision-marks.tsx'
import { KsmLane } from './ksm-lane.tsx'
import { ksmSpans } from './ksm-spans.ts'
import { MarkedDecisions } from './marked-decisions.tsx'
import { marksOf } from './marks-of.ts'
import { decisionsWithin, policySeries } from './policy-series.ts'
import { useChartWords } from './use-chart-words.ts'

export type PolicyChartProps = Readonly<{
  hostName: string
  figures: readonly HostFigure[]
  decisions: readonly KnobDecision[]
  /** Whose balloon is drawn; undefined: the sum of all. */
  vm: Readonly<{ id: string; name: string }> | undefined
}>

const HEIGHT_PX = 220
const BEFORE_MEASURED_PX = 560
const PADDING = { left: 76, right: 44, top: 8, bottom: 32 }
/** As wide as a mark is in CSS, and a gap. */
const MARK_PX = 28
/** Room above the lines. */
const HEADROOM = 1.05

/** Memory of a host over time; above it when KSM ran, and the policy's decisions where they were made. */
export function PolicyChart({ hostName, figures, decisions, vm }: PolicyChartProps) {
  const { t, time } = useTexts()
  const { gib, nameOf, sayAll } = useChartWords(vm?.name)
  const [ref, width] = useWidth(BEFORE_MEASURED_PX)
  const [chosenId, setChosenId] = useState<string | undefined>(undefined)
  const lines = policySeries(figures, vm?.id)
  const [fromMs, toMs] = [figures[0]?.atMs ?? 0, figures.at(-1)?.atMs ?? 0]
  if (lines.length === 0 || toMs <= fromMs) return <p className="field-note">{t('tuning.chart.none')}</p>

  const msPerPx = (toMs - fromMs) / Math.max(1, width - PADDING.left - PADDING.right)
  const xOf = (atMs: number) => PADDING.left + (atMs - fromMs) / msPerPx
  const spans = ksmSpans(figures)
  const drawn = decisionsWithin(decisions, figures, vm?.id)
  const marks = marksOf(drawn, MARK_PX * msPerPx)
  const chosen = marks.find(mark => mark.decisions.some(({ id }) => id === chosenId))
  const told = lines.flatMap(({ points }) => points.flatMap(point => point.gib ?? []))
  const top = Math.max(...told, 1) * HEADROOM
  const text = sayAll({ lines, spans, fromMs, toMs, count: drawn.length })
  return (
    <div>
      <ChartKey lines={lines} nameOf={nameOf} hasKsm={spans !== undefined} hasDecisions={marks.length > 0} />
      <div ref={ref} className="policy-chart">
        {marks.length > 0 && (
          <DecisionMarks
            label={t('tuning.marks')}
            marks={marks}
            hostName={hostName}
            xOf={xOf}
            chosen={chosen}
            onChoose={mark => setChosenId(mark?.decisions[0].id)}
          />
        )}
        {spans !== undefined && <KsmLane spans={spans} fromMs={fromMs} toMs={toMs} xOf={xOf} />}
        <Chart
          name="policy"
          ariaTitle={t('tuning.chart')}
          ariaDesc={text}
          width={width}
          height={HEIGHT_PX}
          padding={PADDING}
          domain={{ x: [fromMs, toMs], y: [0, top] }}
        >
          <ChartAxis
            tickValues={[fromMs, (fromMs + toMs) / 2, toMs]}
            tickFormat={(at: number) => time(at)}
            style={looks.scale}
          />
          <ChartAxis dependentAxis tickCount={4} tickFormat={gib} style={looks.scale} />
          {lines.map(({ name, points }) => (
            <ChartLine
              key={name}
              data={points.map(point => ({ x: point.atMs, y: point.gib ?? null }))}
              style={looks[name]}
            />
          ))}
          {chosen !== undefined && (
            <ChartLine
              data={[
                { x: chosen.atMs, y: 0 },
                { x: chosen.atMs, y: top },
              ]}
              style={looks.was}
            />
          )}
        </Chart>
      </div>
      {marks.length > 0 && <MarkedDecisions mark={chosen} hostName={hostName} />}
      <p className="pf-v6-screen-reader">{text}</p>
    </div>
  )
}
