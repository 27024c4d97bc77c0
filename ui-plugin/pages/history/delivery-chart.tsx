import { Chart, ChartAxis, ChartLine, ChartScatter } from '@patternfly/react-charts/victory'
import type { Delivery } from '../../../shared/plan/delivery.ts'
import { useWidth } from '../../components/use-width.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { chartLooks as looks } from './chart-looks.ts'
import { headlineOf, latestOf, type PromisedFigure } from './delivery-facts.ts'
import { DeliveryKey } from './delivery-key.tsx'

const ROW_PX = 30
const FOOT_PX = 44
const BEFORE_MEASURED_PX = 800
const TICKS = [0, 25, 50, 75, 100]

type Row = Readonly<{ figure: PromisedFigure; endedAtMs: number; y: number }>

/**
 * For each run the figure that it is known by: what it was, what was promised, and what it became, on one axis. The table below the
 * picture says the same in figures.
 */
export function DeliveryChart({ deliveries }: Readonly<{ deliveries: readonly Delivery[] }>) {
  const { t, percent, change, time } = useTexts()
  const [ref, width] = useWidth(BEFORE_MEASURED_PX)
  const drawn = deliveries.flatMap(delivery => {
    const figure = headlineOf(delivery)
    return figure === undefined ? [] : [{ figure, endedAtMs: delivery.endedAtMs }]
  })
  const rows = drawn.map((row, index): Row => ({ ...row, y: drawn.length - index }))
  if (rows.length === 0) return null

  const nameOf = ({ figure: { kind, host } }: Row) => t('history.delivery.figure', { kind, host })
  const spoken = rows.map(row => {
    const { promised } = row.figure
    const values = { figure: nameOf(row), promised: percent(promised), came: percent(latestOf(row.figure)) }
    return t('history.delivery.chart.row', values)
  })
  const label = (at: number, textOf: (row: Row) => string) => {
    const row = rows.find(({ y }) => y === at)
    return row === undefined ? '' : textOf(row)
  }
  const ys = rows.map(({ y }) => y)
  const pointsOf = (pick: (figure: PromisedFigure) => number | undefined) =>
    rows.flatMap(({ figure, y }) => {
      const x = pick(figure)
      return x === undefined ? [] : [{ x, y }]
    })

  return (
    <div ref={ref} className="delivery-chart">
      <DeliveryKey />
      <Chart
        name="deliveries"
        ariaTitle={t('history.delivery.chart', { count: rows.length })}
        ariaDesc={t('history.delivery.chart.means', { rows: spoken.join(' ') })}
        width={width}
        height={rows.length * ROW_PX + FOOT_PX}
        padding={{ left: 230, right: 110, top: 4, bottom: FOOT_PX - 4 }}
        domain={{ x: [0, 100], y: [0.4, rows.length + 0.6] }}
      >
        <ChartAxis tickValues={TICKS} tickFormat={(value: number) => percent(value)} style={looks.scale} />
        <ChartAxis
          dependentAxis
          tickValues={ys}
          tickFormat={(at: number) => label(at, row => `${nameOf(row)}, ${time(row.endedAtMs)}`)}
          style={looks.names}
        />
        <ChartAxis
          dependentAxis
          orientation="right"
          tickValues={ys}
          tickFormat={(at: number) => label(at, ({ figure }) => change(figure.promised, latestOf(figure)))}
          style={looks.names}
        />
        {rows.map(({ figure: { before, promised }, y }) => (
          <ChartLine key={`was ${y}`} data={lineAt(y, before, promised)} style={looks.was} />
        ))}
        {rows.map(({ figure, y }) => (
          <ChartLine
            key={`came ${y}`}
            data={lineAt(y, figure.promised, latestOf(figure) ?? figure.promised)}
            style={looks.joined}
          />
        ))}
        <ChartScatter symbol="square" size={3.5} data={pointsOf(({ before }) => before)} style={looks.before} />
        <ChartScatter symbol="triangleUp" size={4.5} data={pointsOf(({ came }) => came[2])} style={looks.after2} />
        <ChartScatter symbol="diamond" size={5} data={pointsOf(({ came }) => came[15])} style={looks.after15} />
        <ChartScatter symbol="circle" size={5} data={pointsOf(({ came }) => came[60])} style={looks.after60} />
        <ChartScatter symbol="circle" size={5.5} data={pointsOf(({ promised }) => promised)} style={looks.promised} />
      </Chart>
    </div>
  )
}

const lineAt = (y: number, from: number, to: number) => [
  { x: from, y },
  { x: to, y },
]
