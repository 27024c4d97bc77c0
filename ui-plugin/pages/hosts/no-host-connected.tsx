import { CodeBlock, CodeBlockCode } from '@patternfly/react-core'
import { ServerIcon, UnlinkIcon } from '@patternfly/react-icons'
import type { WatchedHostView } from '../../../shared/api/hosts.ts'
import { Empty } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

const NAMED = 3

/** There is no host, or none that is to be connected: which is a choice, and how to choose otherwise. */
export function NoHostConnected({ hosts }: Readonly<{ hosts: readonly WatchedHostView[] }>) {
  const { t } = useTexts()
  if (hosts.length === 0) {
    return (
      <Empty title={t('host.none')} icon={ServerIcon}>
        {t('host.none.body')}
      </Empty>
    )
  }
  const names = [...new Set(hosts.map(({ cluster }) => cluster.name))]
  const named = names.slice(0, NAMED).join(', ')
  const clusters =
    names.length > NAMED ? t('host.problems.hosts', { hosts: named, count: names.length - NAMED }) : named
  return (
    <Empty title={t('host.notConnected')} icon={UnlinkIcon}>
      <div className="host-how">
        <p>{t('host.notConnected.body', { hosts: hosts.length, clusters })}</p>
        <p>{t('host.notConnected.how')}</p>
        <CodeBlock>
          <CodeBlockCode>{exampleOf(names[0] ?? 'Default')}</CodeBlockCode>
        </CodeBlock>
        <p>{t('host.notConnected.kinds')}</p>
      </div>
    </Empty>
  )
}

/** A line of the configuration file. A name that YAML or the setting would read otherwise is left to "*". */
const exampleOf = (cluster: string): string => `hosts.connect: ["${/^[\w .-]+$/.test(cluster) ? cluster : '*'}=vdsm"]`
