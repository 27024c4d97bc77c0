import { Card, CardBody, CardTitle } from '@patternfly/react-core'
import { useCallback } from 'react'
import { useClient } from '../../api/api-context.tsx'
import { useRemote } from '../../api/use-remote.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { PolicyEditor } from './policy-editor.tsx'

/** The policy of one cluster. Loaded anew only when the policy itself changed: a form is not pulled from under a hand. */
export function PolicyCard({ clusterId }: Readonly<{ clusterId: string }>) {
  const { t } = useTexts()
  const client = useClient()
  const load = useCallback((signal: AbortSignal) => client.getClusterPolicy(clusterId, signal), [client, clusterId])
  const [policy, reload] = useRemote(load, change => change.type === 'policy' && change.clusterId === clusterId)
  return (
    <Card isCompact>
      <CardTitle component="h2">{t('policy.card')}</CardTitle>
      <CardBody>
        <WhenReady remote={policy} onRetry={reload}>
          {loaded => <PolicyEditor loaded={loaded} onReload={reload} />}
        </WhenReady>
      </CardBody>
    </Card>
  )
}
