import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core'
import type { Delivery, Trust } from '../../../shared/plan/delivery.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { usePages } from '../../components/use-pages.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { DeliveryChart } from './delivery-chart.tsx'
import { DeliveryTable } from './delivery-table.tsx'
import { ExportMenu } from './export-menu.tsx'
import { deliveryColumns, deliveryRows } from './exported-rows.ts'
import { type HistoryFilter, sinceMs } from './history-filter.ts'
import { MoreNote } from './more-note.tsx'
import { TrustList } from './trust-list.tsx'
import { useDeliveries } from './use-deliveries.ts'

export type DeliveriesCardProps = Readonly<{
  filter: HistoryFilter
  filterKey: string
  /** Who asked for a run, and which VMs it moved, only the run tells. */
  matchingRuns: readonly Run[]
  nowMs: number
  trust: readonly Trust[]
}>

/** What runs had promised and what came of it: as a picture, in figures, and as how far each policy may be trusted. */
export function DeliveriesCard({ filter, filterKey, matchingRuns, nowMs, trust }: DeliveriesCardProps) {
  const { t } = useTexts()
  const { deliveries, reload, limit, more } = useDeliveries()
  const all = deliveries.state === 'ready' ? deliveries.data : NONE
  const found = all.filter(delivery => isFound(delivery, filter, matchingRuns, nowMs))
  const [shown, pager] = usePages(found, { title: t('history.delivery'), key: filterKey })
  const ofCluster = trust.filter(({ cluster }) => filter.clusterId === '' || cluster.id === filter.clusterId)
  return (
    <Card isCompact className="sized-card">
      <CardHeader
        actions={{
          hasNoOffset: true,
          actions: (
            <ExportMenu
              what={t('history.delivery')}
              fileName="ovirt-scheduler-deliveries"
              columns={deliveryColumns}
              collect={async () => ({ rows: deliveryRows(found), json: found, ...(limit !== undefined && { limit }) })}
            />
          ),
        }}
      >
        <CardTitle component="h2">{t('history.delivery')}</CardTitle>
      </CardHeader>
      <CardBody>
        <WhenReady remote={deliveries} onRetry={reload}>
          {() => (
            <>
              <p className="field-note">{t(all.length === 0 ? 'history.delivery.empty' : 'history.delivery.means')}</p>
              {all.length > 0 && <TrustList trust={ofCluster} />}
              {all.length > 0 && found.length === 0 && <p className="field-note">{t('history.none')}</p>}
              <DeliveryChart deliveries={shown} />
              {shown.length > 0 && <DeliveryTable deliveries={shown} nowMs={nowMs} />}
              <MoreNote limit={limit} onMore={more} />
              {pager}
            </>
          )}
        </WhenReady>
      </CardBody>
    </Card>
  )
}

const NONE: readonly Delivery[] = []

function isFound(
  { runId, cluster, endedAtMs }: Delivery,
  { span, clusterId, text, whoId }: HistoryFilter,
  matchingRuns: readonly Run[],
  nowMs: number,
): boolean {
  if (endedAtMs < (sinceMs(span, nowMs) ?? 0) || (clusterId !== '' && cluster.id !== clusterId)) return false
  return (text === '' && whoId === '') || matchingRuns.some(({ id }) => id === runId)
}
