import { Card, CardBody, CardTitle } from '@patternfly/react-core'
import type { AutomationReply } from '../../../shared/api/plans.ts'
import { Names } from '../../components/names.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { ClusterPicker } from '../scheduler/cluster-picker.tsx'
import { ofCluster } from '../scheduler/of-cluster.tsx'
import { AutomationForm, type AutomationFormProps } from './automation-form.tsx'

/** What the service may do by itself in a cluster, and which VMs it leaves alone. */
export const AutomationView = ofCluster(function Automation({ data, cluster, clusters, onChooseCluster }) {
  const { automation, recommendations, reloadAutomation } = data
  const recommended = recommendations.state === 'ready' ? recommendations.data : []
  const open = recommended.filter(one => one.state === 'open' && one.cluster.id === cluster.id)
  return (
    <>
      <ClusterPicker clusters={clusters} shownId={cluster.id} onShow={onChooseCluster} />
      <WhenReady remote={automation} onRetry={reloadAutomation}>
        {reply => {
          const loaded = reply.clusters.find(one => one.cluster.id === cluster.id)
          return (
            <>
              {loaded && <Settings key={cluster.id} loaded={loaded} open={open} onChange={reloadAutomation} />}
              <LeftAlone automation={reply} />
            </>
          )
        }}
      </WhenReady>
    </>
  )
})

function Settings({ loaded, open, onChange }: AutomationFormProps) {
  const { t, time } = useTexts()
  const { cluster, saved } = loaded
  return (
    <Card isCompact>
      <CardTitle component="h2">{t('auto.title', { cluster: cluster.name })}</CardTitle>
      <CardBody>
        <p className="field-note">
          {saved === undefined
            ? t('auto.configured')
            : t('auto.setBy', { user: saved.by.name, time: time(saved.atMs) })}
        </p>
        <AutomationForm loaded={loaded} open={open} onChange={onChange} />
      </CardBody>
    </Card>
  )
}

function LeftAlone({ automation: { excludeTag, excludedVms } }: Readonly<{ automation: AutomationReply }>) {
  const { t } = useTexts()
  return (
    <Card isCompact>
      <CardTitle component="h2">{t('auto.excluded')}</CardTitle>
      <CardBody>
        {excludeTag === '' && <p>{t('auto.excluded.off')}</p>}
        {excludeTag !== '' && excludedVms === undefined && <p>{t('auto.excluded.unknown', { tag: excludeTag })}</p>}
        {excludedVms?.length === 0 && excludeTag !== '' && <p>{t('auto.excluded.none', { tag: excludeTag })}</p>}
        {excludedVms !== undefined && excludedVms.length > 0 && (
          <>
            <p>{t('auto.excluded.some', { tag: excludeTag, count: excludedVms.length })}</p>
            <Names kind="vm" of={excludedVms} />
          </>
        )}
      </CardBody>
    </Card>
  )
}
