import { useTexts } from '../../messages/use-texts.tsx'
import { chartLooks as looks } from '../history/chart-looks.ts'
import type { Series } from './policy-series.ts'

export type ChartKeyProps = Readonly<{
  lines: readonly Series[]
  nameOf: (line: Series) => string
  hasKsm: boolean
  hasDecisions: boolean
}>

/** What each line, bar and mark stands for. */
export function ChartKey({ lines, nameOf, hasKsm, hasDecisions }: ChartKeyProps) {
  const { t } = useTexts()
  return (
    <ul className="chart-key" aria-hidden>
      {lines.map(line => (
        <li key={line.name}>
          <svg width="28" height="8" aria-hidden="true">
            <line x1="0" y1="4" x2="28" y2="4" style={looks[line.name].data} />
          </svg>{' '}
          {nameOf(line)}
        </li>
      ))}
      {hasKsm && (
        <li>
          <span className="ksm-ran" /> {t('tuning.chart.ksm')}
        </li>
      )}
      {hasDecisions && (
        <li>
          <span className="decision-mark" /> {t('tuning.chart.decision')}
        </li>
      )}
    </ul>
  )
}
