import type { Remote } from '../api/use-remote.ts'
import { Alert } from '../components/alert.tsx'
import { FailureAlert } from '../components/page-states.tsx'
import { useTexts } from '../messages/use-texts.tsx'
import type { Denied } from './use-may-decide.ts'

export type DeniedClustersProps = Readonly<{
  permissions: Remote<readonly Denied[]>
  denied: ReadonlyMap<string, Denied>
}>

/** Where this person may not decide, and which permission that needs; or that it could not be asked. */
export function DeniedClusters({ permissions, denied }: DeniedClustersProps) {
  const { t } = useTexts()
  return (
    <>
      {[...denied.values()].map(({ cluster, permission }) => (
        <Alert
          key={cluster.id}
          component="h2"
          isInline
          variant="warning"
          title={t('apply.denied', { permission, cluster: cluster.name })}
        />
      ))}
      {permissions.state === 'failed' && <FailureAlert title={t('state.failed.title')} failure={permissions.failure} />}
    </>
  )
}
