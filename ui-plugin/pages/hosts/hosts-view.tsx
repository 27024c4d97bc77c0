import { ServerIcon } from '@patternfly/react-icons'
import { Empty } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

/** What is tuned on each host. Nothing is yet: this says so, and what will be here. */
export function HostsView() {
  const { t } = useTexts()
  return (
    <Empty level={2} title={t('hosts.tuning.none')} icon={ServerIcon}>
      {t('hosts.tuning.none.body')}
    </Empty>
  )
}
