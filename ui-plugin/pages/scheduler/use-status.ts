import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { hottestOf, limitOf, summarise } from './cluster-health.ts'

export type StatusTexts = Readonly<{
  /** How many clusters are within limits, what waits, and the host that is nearest to its limit. */
  status(clusters: readonly ClusterSummary[]): string
  /** "The hottest host is host3 at 71 % CPU (limit 80 %)."; undefined: nothing is measured. */
  hottest(cluster: ClusterSummary): string | undefined
}>

export function useStatus(): StatusTexts {
  const { t, percent } = useTexts()
  const hottest = ({ hottest: use, limits }: ClusterSummary) =>
    use &&
    t(`overview.hottest.${use.what}`, {
      host: use.host.name,
      percent: percent(use.percent),
      limit: percent(limitOf(use.what, limits)),
    })
  return {
    hottest,
    status(clusters) {
      if (clusters.length === 0) return ''
      const worst = hottestOf(clusters)
      return [t('overview.status', summarise(clusters)), worst && hottest(worst)].filter(Boolean).join(' ')
    },
  }
}
