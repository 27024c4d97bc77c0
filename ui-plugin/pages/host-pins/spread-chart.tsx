import type { HostPins } from '../../../shared/api/pins.ts'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { chartLooks as looks } from '../history/chart-looks.ts'
import { ChartKey } from '../host-policy/chart-key.tsx'
import { MarkedChart } from '../host-policy/marked-chart.tsx'

export type SpreadChartProps = Readonly<{
  hostName: string
  pins: Pick<HostPins, 'heat' | 'after'>
  /** Of pins alone. */
  moves: readonly KnobDecision[]
}>

const HEIGHT_PX = 180

/** How far the most and the least loaded core lay apart over time, when pins were changed, and where all moves would bring it. */
export function SpreadChart({ hostName, pins: { heat, after }, moves }: SpreadChartProps) {
  const { t, time, percent } = useTexts()
  const [fromMs, toMs] = [heat[0]?.atMs ?? 0, heat.at(-1)?.atMs ?? 0]
  if (toMs <= fromMs) return <p className="field-note">{t('spread.none')}</p>

  const within = moves.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
  const spreads = heat.map(({ spreadPercent }) => spreadPercent)
  const most = Math.max(...spreads)
  const measured = {
    ...{ name: 'spread', look: looks.free, text: t('spread.line') },
    points: heat.map(({ atMs, spreadPercent }) => ({ x: atMs, y: spreadPercent })),
  }
  const afterAll = after && {
    ...{ name: 'after', look: looks.was, text: t('spread.after') },
    points: [fromMs, toMs].map(x => ({ x, y: after.spreadPercent })),
  }
  const lines = afterAll === undefined ? [measured] : [measured, afterAll]
  return (
    <MarkedChart
      name="spread"
      title={t('spread.chart')}
      text={t('spread.means', {
        ...{ from: time(fromMs), to: time(toMs), count: within.length },
        ...{ first: percent(spreads[0]), last: percent(spreads.at(-1)), most: percent(most) },
      })}
      marksLabel={t('spread.marks')}
      hostName={hostName}
      heightPx={HEIGHT_PX}
      fromMs={fromMs}
      toMs={toMs}
      top={Math.max(most, after?.spreadPercent ?? 0, 1)}
      format={percent}
      lines={lines}
      decisions={within}
      chartKey={hasMarks => <ChartKey lines={lines} mark={hasMarks ? t('spread.move') : undefined} />}
    />
  )
}
