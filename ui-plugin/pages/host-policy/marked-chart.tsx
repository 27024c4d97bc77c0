import { Chart, ChartAxis, ChartLine } from '@patternfly/react-charts/victory'
import { type ReactNode, useState } from 'react'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { useWidth } from '../../components/use-width.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { chartLooks as looks } from '../history/chart-looks.ts'
import { DecisionMarks } from './decision-marks.tsx'
import { MarkedDecisions } from './marked-decisions.tsx'
import { marksOf } from './marks-of.ts'

export type MarkedLine = Readonly<{
  name: string
  look: (typeof looks)['free' | 'balloons' | 'shared' | 'was']
  /** `y`: null where nothing was told, so that the line is broken there. */
  points: readonly Readonly<{ x: number; y: number | null }>[]
}>

export type MarkedChartProps = Readonly<{
  /** For those who hear it: what it is, all that it tells, and what the marks are. */
  name: string
  title: string
  text: string
  marksLabel: string
  hostName: string
  heightPx: number
  fromMs: number
  toMs: number
  /** Of the highest point. */
  top: number
  format: (value: number) => string
  lines: readonly MarkedLine[]
  decisions: readonly KnobDecision[]
  /** What each line stands for. */
  chartKey: (hasMarks: boolean) => ReactNode
  /** Drawn between marks and lines. */
  lane?: (xOf: (atMs: number) => number) => ReactNode
}>

const BEFORE_MEASURED_PX = 560
const PADDING = { left: 76, right: 44, top: 8, bottom: 32 }
/** As wide as a mark is in CSS, and a gap. */
const MARK_PX = 28
/** Room above the lines. */
const HEADROOM = 1.05

/** Lines over time, with decisions marked above them where they were made; a chosen mark tells its own below. */
export function MarkedChart(props: MarkedChartProps) {
  const { name, title, text, marksLabel, hostName, heightPx, fromMs, toMs, format, lines, decisions } = props
  const { time } = useTexts()
  const [ref, width] = useWidth(BEFORE_MEASURED_PX)
  const [chosenId, setChosenId] = useState<string | undefined>(undefined)
  const msPerPx = (toMs - fromMs) / Math.max(1, width - PADDING.left - PADDING.right)
  const xOf = (atMs: number) => PADDING.left + (atMs - fromMs) / msPerPx
  const marks = marksOf(decisions, MARK_PX * msPerPx)
  const chosen = marks.find(mark => mark.decisions.some(({ id }) => id === chosenId))
  const top = props.top * HEADROOM
  return (
    <div>
      {props.chartKey(marks.length > 0)}
      <div ref={ref} className="policy-chart">
        {marks.length > 0 && (
          <DecisionMarks
            label={marksLabel}
            marks={marks}
            hostName={hostName}
            xOf={xOf}
            chosen={chosen}
            onChoose={mark => setChosenId(mark?.decisions[0].id)}
          />
        )}
        {props.lane?.(xOf)}
        <Chart
          name={name}
          ariaTitle={title}
          ariaDesc={text}
          width={width}
          height={heightPx}
          padding={PADDING}
          domain={{ x: [fromMs, toMs], y: [0, top] }}
        >
          <ChartAxis
            tickValues={[fromMs, (fromMs + toMs) / 2, toMs]}
            tickFormat={(at: number) => time(at)}
            style={looks.scale}
          />
          <ChartAxis dependentAxis tickCount={4} tickFormat={format} style={looks.scale} />
          {lines.map(line => (
            <ChartLine key={line.name} data={[...line.points]} style={line.look} />
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
