import { ServerIcon } from '@patternfly/react-icons'
import { Empty, PageFailure, PageLoading } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { AboutSubject } from '../app/about-subject.tsx'
import { HostWhy } from './host-why.tsx'
import { useHost } from './use-host.ts'

/** The detail tab of a host: what runs there, what would leave it, and whether it can be emptied. */
export function HostWhyPage() {
  const { t } = useTexts()
  const none = { title: t('why.none.host'), body: t('why.none.host.body'), icon: ServerIcon }
  return (
    <AboutSubject subject="host" none={none}>
      {id => <HostTab key={id} id={id} />}
    </AboutSubject>
  )
}

function HostTab({ id }: Readonly<{ id: string }>) {
  const { t } = useTexts()
  const [found, reload] = useHost(id)
  if (found.state === 'loading') return <PageLoading />
  if (found.state === 'failed') {
    return (
      <main className="page-body">
        <PageFailure failure={found.failure} onRetry={reload} />
      </main>
    )
  }
  if (found.data === undefined) {
    return (
      <Empty level={2} title={t('why.host.unknown')} icon={ServerIcon}>
        {t('why.host.unknown.body')}
      </Empty>
    )
  }
  return <HostWhy found={{ ...found, data: found.data }} onRefresh={reload} />
}
