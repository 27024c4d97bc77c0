import { ServerGroupIcon } from '@patternfly/react-icons'
import type { ComponentType } from 'react'
import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import { Empty } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import type { ViewProps } from './view-props.ts'

/** What a part of the page that is about clusters is given. */
export type OfClusterProps = ViewProps & Readonly<{ cluster: ClusterSummary; clusters: readonly ClusterSummary[] }>

/** A part of the page that is about clusters: shown once there are some, else why there are none. */
export const ofCluster = (Body: ComponentType<OfClusterProps>): ComponentType<ViewProps> =>
  function OfCluster(props) {
    const { data, cluster } = props
    return (
      <WhenReady remote={data.clusters} onRetry={data.reloadAll}>
        {({ clusters }) =>
          cluster === undefined ? <NoClusters /> : <Body {...props} cluster={cluster} clusters={clusters} />
        }
      </WhenReady>
    )
  }

function NoClusters() {
  const { t } = useTexts()
  return (
    <Empty level={2} title={t('scheduler.noClusters')} icon={ServerGroupIcon}>
      {t('scheduler.noClusters.body')}
    </Empty>
  )
}
