import { Card, CardBody, CardTitle } from '@patternfly/react-core'
import type { AutomationReply, ClusterAutomationView } from '../../../shared/api/plans.ts'
import { Names } from '../../components/names.tsx'
import { PageFailure, PageLoading } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { ClusterPicker } from '../scheduler/cluster-picker.tsx'
import { ClustersReady } from '../scheduler/clusters-ready.tsx'
import type { ViewProps } from '../scheduler/view-bodies.tsx'
import { AutomationForm } from './automation-form.tsx'

/** What the service may do by itself in a cluster, and which VMs it leaves alone. */
export function AutomationView({ data, cluster, onChooseCluster }: ViewProps) {
  const { automation, recommendations, reloadAutomation } = data
  return (
    <ClustersReady data={data} cluster={cluster}>
      {(shown, clusters) => {
        if (automation.state === 'loading') return <PageLoading />
        if (automation.state === 'failed')
          return <PageFailure failure={automation.failure} onRetry={reloadAutomation} />
        const loaded = automation.data.clusters.find(one => one.cluster.id === shown.id)
        if (loaded === undefined) return <PageLoading />
        const open = recommendations.state === 'ready' ? recommendations.data : []
        return (
          <>
            <ClusterPicker clusters={clusters} shownId={shown.id} onShow={onChooseCluster} />
            <Settings
              key={shown.id}
              loaded={loaded}
              open={open.filter(one => one.state === 'open' && one.cluster.id === shown.id)}
              onChange={reloadAutomation}
            />
            <LeftAlone automation={automation.data} />
          </>
        )
      }}
    </ClustersReady>
  )
}

type SettingsProps = Readonly<{
  loaded: ClusterAutomationView
  open: Parameters<typeof AutomationForm>[0]['open']
  onChange: () => void
}>

function Settings({ loaded, open, onChange }: SettingsProps) {
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
