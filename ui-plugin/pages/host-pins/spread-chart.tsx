import { Chart, ChartAxis, ChartLine } from '@patternfly/react-charts/victory'
import { useState } from 'react'
import type { HostPins } from '../../../shared/api/pins.ts'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { useWidth } from '../../components/use-width.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { chartLooks as looks } from '../history/chart-looks.ts'
import { DecisionMarks } from '../host-policy/decision-marks.tsx'
import { MarkedDecisions } from '../host-policy/marked-decisions.tsx'
import { marksOf } from '../host-policy/marks-of.ts'

export type SpreadChartProps = Readonly<{
  hostName: string
  pins: Pick<HostPins, 'heat' | 'after'>
  /** Of pins alone. */
  moves: readonly KnobDecision[]
}>

const HEIGHT_PX = 180
const BEFORE_MEASURED_PX = 560
const PADDING = { left: 76, right: 44, top: 8, bottom: 32 }
/** As wide as a mark is in CSS, and a gap. */
const MARK_PX = 28
const HEADROOM = 1.05

/** How far the most and the least loaded core lay apart over time, when pins were changed, and where all moves would bring it. */
export function SpreadChart({ hostName, pins: { heat, after }, moves }: SpreadChartProps) {
  const { t, time, percent } = useTexts()
  const [ref, width] = useWidth(BEFORE_MEASURED_PX)
  const [chosenId, setChosenId] = useState<string | undefined>(undefined)
  const [fromMs, toMs] = [heat[0]?.atMs ?? 0, heat.at(-1)?.atMs ?? 0]
  if (toMs <= fromMs) return <p className="field-note">{t('spread.none')}</p>

  const msPerPx = (toMs - fromMs) / Math.max(1, width - PADDING.left - PADDING.right)
  const xOf = (atMs: number) => PADDING.left + (atMs - fromMs) / msPerPx
  const within = moves.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
  const marks = marksOf(within, MARK_PX * msPerPx)
  const chosen = marks.find(mark => mark.decisions.some(({ id }) => id === chosenId))
  const spreads = heat.map(({ spreadPercent }) => spreadPercent)
  const most = Math.max(...spreads)
  const top = Math.max(most, after?.spreadPercent ?? 0, 1) * HEADROOM
  const text = t('spread.means', {
    ...{ from: time(fromMs), to: time(toMs), count: within.length },
    ...{ first: percent(spreads[0]), last: percent(spreads.at(-1)), most: percent(most) },
  })
  return (
    <div>
      <ul className="chart-key" aria-hidden>
        <Key look={looks.free} text={t('spread.line')} />
        {after !== undefined && <Key look={looks.was} text={t('spread.after')} />}
        {marks.length > 0 && (
          <li>
            <span className="decision-mark" /> {t('spread.move')}
          </li>
        )}
      </ul>
      <div ref={ref} className="policy-chart">
        {marks.length > 0 && (
          <DecisionMarks
            label={t('spread.marks')}
            marks={marks}
            hostName={hostName}
            xOf={xOf}
            chosen={chosen}
            onChoose={mark => setChosenId(mark?.decisions[0].id)}
          />
        )}
        <Chart
          name="spread"
          ariaTitle={t('spread.chart')}
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
          <ChartAxis dependentAxis tickCount={4} tickFormat={(value: number) => percent(value)} style={looks.scale} />
          <ChartLine data={heat.map(({ atMs, spreadPercent }) => ({ x: atMs, y: spreadPercent }))} style={looks.free} />
          {after !== undefined && (
            <ChartLine
              data={[
                { x: fromMs, y: after.spreadPercent },
                { x: toMs, y: after.spreadPercent },
              ]}
              style={looks.was}
            />
          )}
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

const Key = ({ look, text }: Readonly<{ look: (typeof looks)['free' | 'was']; text: string }>) => (
  <li>
    <svg width="28" height="8" aria-hidden="true">
      <line x1="0" y1="4" x2="28" y2="4" style={look.data} />
    </svg>{' '}
    {text}
  </li>
)
