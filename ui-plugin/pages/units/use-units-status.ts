import type { UnitList } from '../../../shared/api/service.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { isFromPlugin } from './unit-facts.ts'

const levels = ['kernel', 'runtime', 'none'] as const

/** One sentence with the numbers: how many, how many from plugins, how those are isolated, how many are out. */
export function useUnitsStatus(): (list: UnitList) => string {
  const { t } = useTexts()
  return ({ units, sandbox: { wrapper } }) => {
    const plugins = units.filter(isFromPlugin)
    const off = units.filter(({ state }) => state === 'disabled').length
    const disabled = t('units.status.disabled', { count: off })
    if (plugins.length === 0) {
      return t(off === 0 ? 'units.status.builtIn' : 'units.status.builtIn.disabled', { units: units.length, disabled })
    }
    const isolated = levels.flatMap(level => {
      const count = plugins.filter(({ isolation }) => isolation === level).length
      const how = t(`units.status.${level}`, { wrapper })
      if (count === 0) return []
      return count === plugins.length ? [how] : [t('units.status.some', { count, how })]
    })
    const quarantined = plugins.filter(({ state }) => state === 'quarantined').length
    const parts = [
      isolated.join(', '),
      ...(quarantined > 0 ? [t('units.status.quarantined', { count: quarantined })] : []),
      ...(off > 0 ? [disabled] : []),
    ]
    return t('units.status', { units: units.length, plugins: plugins.length, parts: parts.join('; ') })
  }
}
