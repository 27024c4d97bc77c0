import { useTexts } from '../../messages/use-texts.tsx'
import { heatSteps } from './heat-steps.ts'

/** Which colour stands for which load. */
export function HeatLegend() {
  const { t, percent, number } = useTexts()
  return (
    <div className="heat-legend">
      <p className="field-note">{t('pinHeat.legend')}</p>
      <ul>
        {heatSteps.map((from, at) => {
          const to = heatSteps[at + 1]
          return (
            <li key={from}>
              <span aria-hidden className="heat-swatch" style={{ backgroundColor: `var(--heat-${at})` }} />
              {to === undefined
                ? t('pinHeat.legend.from', { from: percent(from) })
                : t('pinHeat.legend.range', { from: number(from), to: percent(to) })}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
