import type { HostFigure } from '../../../shared/model/tuning.ts'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { chartLooks as looks } from '../history/chart-looks.ts'
import { ChartKey } from './chart-key.tsx'
import { KsmLane } from './ksm-lane.tsx'
import { ksmSpans } from './ksm-spans.ts'
import { MarkedChart } from './marked-chart.tsx'
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

/** Memory of a host over time; above it when KSM ran, and what was decided where it was. */
export function PolicyChart({ hostName, figures, decisions, vm }: PolicyChartProps) {
  const { t } = useTexts()
  const { gib, nameOf, sayAll } = useChartWords(vm?.name)
  const lines = policySeries(figures, vm?.id)
  const [fromMs, toMs] = [figures[0]?.atMs ?? 0, figures.at(-1)?.atMs ?? 0]
  if (lines.length === 0 || toMs <= fromMs) return <p className="field-note">{t('tuning.chart.none')}</p>

  const spans = ksmSpans(figures)
  const drawn = decisionsWithin(decisions, figures, vm?.id)
  const told = lines.flatMap(({ points }) => points.flatMap(point => point.gib ?? []))
  return (
    <MarkedChart
      name="policy"
      title={t('tuning.chart')}
      text={sayAll({ lines, spans, fromMs, toMs, count: drawn.length })}
      marksLabel={t('tuning.marks')}
      hostName={hostName}
      heightPx={HEIGHT_PX}
      fromMs={fromMs}
      toMs={toMs}
      top={Math.max(...told, 1)}
      format={gib}
      lines={lines.map(({ name, points }) => ({
        name,
        look: looks[name],
        points: points.map(point => ({ x: point.atMs, y: point.gib ?? null })),
      }))}
      decisions={drawn}
      chartKey={hasMarks => (
        <ChartKey
          lines={lines.map(line => ({ name: line.name, look: looks[line.name], text: nameOf(line) }))}
          bar={spans && t('tuning.chart.ksm')}
          mark={hasMarks ? t('tuning.chart.decision') : undefined}
        />
      )}
      lane={xOf => spans !== undefined && <KsmLane spans={spans} fromMs={fromMs} toMs={toMs} xOf={xOf} />}
    />
  )
}
