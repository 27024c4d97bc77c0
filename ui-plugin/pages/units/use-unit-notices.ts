import type { UnitList } from '../../../shared/api/service.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { isFromPlugin } from './unit-facts.ts'

export type UnitNotice = Readonly<{
  key: string
  variant: 'danger' | 'warning' | 'info'
  title: string
  /** The first is shown; the others wait behind a toggle. */
  problems: readonly string[]
}>

/** What is not as it should be with the units, worst first; nothing when all is well. */
export function useUnitNotices({ units, plugins, missing, sandbox }: UnitList): readonly UnitNotice[] {
  const { t } = useTexts()
  const files = (state: 'refused' | 'outdated', variant: UnitNotice['variant']) =>
    plugins
      .filter(plugin => plugin.state === state)
      .map(({ file, problems }) => ({
        key: file,
        variant,
        title: t(`units.notice.${state}`, { file }),
        problems,
      }))
  const waiting = units.filter(
    unit => isFromPlugin(unit) && unit.state === 'active' && (unit.engine === 'not_seen' || unit.engine === 'disabled'),
  )
  return [
    ...missing.map(({ name, clusters }) => ({
      key: `missing ${name}`,
      variant: 'danger' as const,
      title: t('units.notice.missing', { unit: name, clusters: clusters.map(cluster => cluster.name).join(', ') }),
      problems: [t('units.notice.missing.fix')],
    })),
    ...files('refused', 'danger'),
    ...files('outdated', 'warning'),
    ...(sandbox.level === 'kernel'
      ? []
      : [
          {
            key: 'sandbox',
            variant: 'warning' as const,
            title: t('units.notice.sandbox'),
            problems: sandbox.shortfall === undefined ? [] : [sandbox.shortfall],
          },
        ]),
    ...(waiting.length === 0
      ? []
      : [
          {
            key: 'engine',
            variant: 'info' as const,
            title: t('units.notice.engine', { count: waiting.length }),
            problems: [t('units.notice.engine.fix', { units: waiting.map(({ id }) => id).join(', ') })],
          },
        ]),
  ]
}
