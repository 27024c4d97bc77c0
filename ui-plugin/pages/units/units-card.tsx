import { CubesIcon } from '@patternfly/react-icons'
import type { Ref } from 'react'
import type { UnitList } from '../../../shared/api/service.ts'
import type { Remote } from '../../api/use-remote.ts'
import { Empty } from '../../components/page-states.tsx'
import { StatusCard } from '../../components/status-card.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { isFromPlugin } from './unit-facts.ts'
import { UnitNotices } from './unit-notices.tsx'
import { UnitTable } from './unit-table.tsx'
import { useUnitsStatus } from './use-units-status.ts'

export type UnitsCardProps = Readonly<{
  units: Remote<UnitList>
  onReload: () => void
  /** Of the title, which takes the focus when something leads here. */
  titleRef?: Ref<HTMLElement>
}>

/** Every policy unit of the service: what it does, where it comes from, how it is doing. */
export function UnitsCard({ units, onReload, titleRef }: UnitsCardProps) {
  const { t } = useTexts()
  const status = useUnitsStatus()
  return (
    <StatusCard
      title={t('units.title')}
      titleRef={titleRef}
      status={units.state === 'ready' && status(units.data)}
      className="units-card"
    >
      <WhenReady remote={units} onRetry={onReload}>
        {list => <Units list={list} onReload={onReload} />}
      </WhenReady>
    </StatusCard>
  )
}

function Units({ list, onReload }: Readonly<{ list: UnitList; onReload: () => void }>) {
  const { t } = useTexts()
  return (
    <>
      <UnitNotices list={list} />
      {list.units.length === 0 ? (
        <Empty title={t('units.empty')} icon={CubesIcon}>
          {t('units.empty.body')}
        </Empty>
      ) : (
        <UnitTable list={list} onReload={onReload} />
      )}
      {!list.units.some(isFromPlugin) && list.plugins.length === 0 && (
        <p className="field-note units-add">{t('units.addOwn')}</p>
      )}
    </>
  )
}
