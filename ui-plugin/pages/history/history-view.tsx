import { useMemo, useState } from 'react'
import { useNow } from '../../components/use-now.ts'
import { useSettled } from '../../components/use-settled.ts'
import { useShowRecommendation } from '../recommendations/use-show-recommendation.ts'
import { useRuns } from '../runs/use-runs.ts'
import type { ViewProps } from '../scheduler/view-props.ts'
import { AuditCard } from './audit-card.tsx'
import { DeliveriesCard } from './deliveries-card.tsx'
import { FilterBar } from './filter-bar.tsx'
import { clustersOf, everything, peopleOf, runMatches } from './history-filter.ts'
import { RunHistory } from './run-history.tsx'
import { useAudit } from './use-audit.ts'

const [FIRST_RUNS, MAX_RUNS] = [100, 1000]
/** As long as a word takes to type on. */
const TYPING_RESTS_MS = 300

/** What was done, by whom, and what came of it: the runs, what they promised and delivered, and the audit. */
export function HistoryView({ data: { clusters, automation, reloadAll }, actions }: ViewProps) {
  const [typed, setTyped] = useState(everything)
  const text = useSettled(typed.text.trim(), TYPING_RESTS_MS)
  const filter = useMemo(() => ({ ...typed, text }), [typed, text])
  const filterKey = [filter.span, filter.clusterId, filter.whoId, filter.text].join(' ')
  const [limit, setLimit] = useState(FIRST_RUNS)
  const [runs, reloadRuns] = useRuns(limit)
  const audit = useAudit(filter.span, filter.text)
  const nowMs = useNow(30_000)
  const showRecommendation = useShowRecommendation(actions)

  const allRuns = runs.state === 'ready' ? runs.data : NONE
  const matching = useMemo(() => allRuns.filter(run => runMatches(run, filter, nowMs)), [allRuns, filter, nowMs])
  const entries = audit.entries.state === 'ready' ? audit.entries.data.entries : NONE
  const people = useMemo(() => peopleOf(allRuns, entries), [allRuns, entries])
  const known = clusters.state === 'ready' ? clusters.data.clusters : NONE
  const places = useMemo(() => clustersOf(known, allRuns, entries), [known, allRuns, entries])
  const isPart = allRuns.length >= limit

  return (
    <>
      <FilterBar filter={typed} onChange={setTyped} clusters={places} people={people} />
      <RunHistory
        runs={runs}
        matching={matching}
        filterKey={filterKey}
        hasCluster={places.length > 1}
        limit={isPart ? limit : undefined}
        onMore={limit === MAX_RUNS ? undefined : () => setLimit(MAX_RUNS)}
        onRetry={reloadRuns}
        onPlanned={reloadAll}
        onShowPlan={showRecommendation}
      />
      <DeliveriesCard
        filter={filter}
        filterKey={filterKey}
        matchingRuns={matching}
        nowMs={nowMs}
        trust={automation.state === 'ready' ? automation.data.trust : NONE}
      />
      <AuditCard audit={audit} filter={filter} filterKey={filterKey} nowMs={nowMs} />
    </>
  )
}

const NONE: readonly never[] = []
