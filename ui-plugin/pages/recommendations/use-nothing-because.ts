import type { ClusterDetail, ClusterSummary } from '../../../shared/api/clusters.ts'
import { useTexts } from '../../messages/use-texts.tsx'

/**
 * "Nothing to do" is an answer: what the balancer said of each cluster (of one or two; of more it is counted), and how
 * far the shown cluster is from needing anything.
 */
export function useNothingBecause(
  clusters: readonly Pick<ClusterSummary, 'name' | 'advice'>[],
  shown: ClusterDetail | undefined,
): readonly string[] {
  const { t, reason, percent } = useTexts()
  const answers = clusters.flatMap(({ name, advice }) => {
    if (advice === undefined) return []
    return clusters.length === 1 ? [reason(advice)] : [`${name}: ${reason(advice)}`]
  })
  const fullest = greatest(shown, ({ memoryUsedPercent }) => memoryUsedPercent)
  const busiest = greatest(shown, ({ cpuPercent }) => cpuPercent)
  return [
    ...(answers.length > FEW ? [t('recs.empty.body', { clusters: clusters.length })] : answers),
    [
      ...(fullest ? [t('recs.empty.hottest', { host: fullest.name, percent: percent(fullest.value) })] : []),
      ...(busiest ? [t('recs.empty.hottestCpu', { host: busiest.name, percent: percent(busiest.value) })] : []),
    ].join(' '),
  ].filter(sentence => sentence !== '')
}

const FEW = 3

type HostView = ClusterDetail['hostViews'][number]

function greatest(
  cluster: ClusterDetail | undefined,
  figureOf: (host: HostView) => number | undefined,
): { name: string; value: number } | undefined {
  const known = (cluster?.hostViews ?? []).flatMap(host => {
    const value = figureOf(host)
    return host.status === 'up' && value !== undefined ? [{ name: host.name, value }] : []
  })
  return known.toSorted((a, b) => b.value - a.value)[0]
}
