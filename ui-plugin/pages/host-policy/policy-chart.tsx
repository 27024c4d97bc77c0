import { Chart, ChartAxis, ChartLine, ChartScatter } from '@patternfly/react-charts/victory'
import type { HostFigure } from '../../../shared/model/tuning.ts'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { useWidth } from '../../components/use-width.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { chartLooks as looks } from '../history/chart-looks.ts'
import { decisionsWithin, policySeries, type Series } from './policy-series.ts'

export type PolicyChartProps = Readonly<{
  figures: readonly HostFigure[]
  decisions: readonly KnobDecision[]
  /** Whose balloon is drawn; undefined: the sum of all. */
  vm: Readonly<{ id: string; name: string }> | undefined
}>

const HEIGHT_PX = 220
const BEFORE_MEASURED_PX = 560
const MIB_PER_GIB = 1024
/** Room above the lines, in which decisions are marked. */
const HEADROOM = 1.15

/** Memory of a host over time, with the policy's decisions marked when they were made. */
export function PolicyChart({ figures, decisions, vm }: PolicyChartProps) {
  const { t, memory, time } = useTexts()
  const [ref, width] = useWidth(BEFORE_MEASURED_PX)
  const lines = policySeries(figures, vm?.id)
  const marks = decisionsWithin(decisions, figures, vm?.id)
  const [fromMs, toMs] = [figures[0]?.atMs ?? 0, figures.at(-1)?.atMs ?? 0]
  if (lines.length === 0 || toMs <= fromMs) return <p className="field-note">{t('tuning.chart.none')}</p>

  const told = lines.flatMap(({ points }) => points.flatMap(({ gib }) => gib ?? []))
  const most = Math.max(...told, 1)
  const gib = (value: number) => memory(value * MIB_PER_GIB)
  const nameOf = ({ name }: Series) =>
    name === 'balloons' && vm !== undefined ? t('tuning.chart.balloon', { vm: vm.name }) : t(`tuning.chart.${name}`)
  const spoken = lines.map(line => {
    const values = line.points.flatMap(point => point.gib ?? [])
    const [first = 0, last = 0] = [values[0], values.at(-1)]
    const figuresOf = { first: gib(first), last: gib(last), most: gib(Math.max(...values)) }
    return t('tuning.chart.line', { name: nameOf(line), ...figuresOf })
  })
  const means = { from: time(fromMs), to: time(toMs), lines: spoken.join('; '), count: marks.length }
  const text = t('tuning.chart.means', means)
  return (
    <div ref={ref}>
      <ul className="chart-key" aria-hidden>
        {lines.map(line => (
          <li key={line.name}>
            <svg width="28" height="8" aria-hidden="true">
              <line x1="0" y1="4" x2="28" y2="4" style={looks[line.name].data} />
            </svg>{' '}
            {nameOf(line)}
          </li>
        ))}
        {marks.length > 0 && (
          <li>
            <svg width="12" height="12" aria-hidden="true">
              <path d="M6 1 L11 6 L6 11 L1 6 Z" style={looks.decision.data} />
            </svg>{' '}
            {t('tuning.chart.decision')}
          </li>
        )}
      </ul>
      <Chart
        name="policy"
        ariaTitle={t('tuning.chart')}
        ariaDesc={text}
        width={width}
        height={HEIGHT_PX}
        padding={{ left: 76, right: 44, top: 8, bottom: 32 }}
        domain={{ x: [fromMs, toMs], y: [0, most * HEADROOM] }}
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
        <ChartScatter
          symbol="diamond"
          size={4}
          data={marks.map(({ atMs }) => ({ x: atMs, y: most * 1.08 }))}
          style={looks.decision}
        />
      </Chart>
      <p className="pf-v6-screen-reader">{text}</p>
    </div>
  )
}
