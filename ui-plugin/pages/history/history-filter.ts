import { compareNames } from '../../../shared/measure/compare-names.ts'
import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import type { Named } from '../../../shared/plan/named.ts'
import type { Run } from '../../../shared/plan/run.ts'

const HOUR_MS = 3_600_000
const spans = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS, all: Number.POSITIVE_INFINITY } as const
export type Span = keyof typeof spans
export const spanNames = ['hour', 'day', 'week', 'all'] as const satisfies readonly Span[]

/** What of the past is looked at, in all parts of the page. '' is any. */
export type HistoryFilter = Readonly<{ span: Span; text: string; clusterId: string; whoId: string }>

export const everything: HistoryFilter = { span: 'all', text: '', clusterId: '', whoId: '' }

/** What the service does that nobody in particular asked for is done in this name. */
export const SERVICE_ID = 'ovirt-scheduler'

/** undefined: since ever. */
export const sinceMs = (span: Span, nowMs: number): number | undefined =>
  span === 'all' ? undefined : nowMs - spans[span]

type Happened = Readonly<{ atMs: number; cluster: Named | undefined; by: Named }>

const isWithin = ({ atMs, cluster, by }: Happened, { span, clusterId, whoId }: HistoryFilter, nowMs: number) =>
  atMs >= (sinceMs(span, nowMs) ?? 0) &&
  (clusterId === '' || cluster?.id === clusterId) &&
  (whoId === '' || by.id === whoId)

/** A run that was asked for within the span. The text is looked for in its names. */
export function runMatches(run: Run, filter: HistoryFilter, nowMs: number): boolean {
  const { createdAtMs, cluster, requestedBy, steps } = run
  if (!isWithin({ atMs: createdAtMs, cluster, by: requestedBy }, filter, nowMs)) return false
  const wanted = filter.text.trim().toLowerCase()
  const names = [cluster, requestedBy, ...steps.flatMap(({ vm, from, to }) => [vm, from, to])]
  return wanted === '' || names.some(({ name }) => name.toLowerCase().includes(wanted))
}

/** The text is not looked at: the service has looked for it, in more than is shown. */
export const entryMatches = (entry: AuditEntry, filter: HistoryFilter, nowMs: number): boolean =>
  isWithin({ atMs: entry.atMs, cluster: entry.cluster, by: entry.by }, filter, nowMs)

/** Everybody who has done something, by name. */
export const peopleOf = (runs: readonly Run[], entries: readonly AuditEntry[]): readonly Named[] =>
  byName([...runs.map(({ requestedBy }) => requestedBy), ...entries.map(({ by }) => by)])

/** Those that are, and those that were when something was done in them. */
export const clustersOf = (
  clusters: readonly Named[],
  runs: readonly Run[],
  entries: readonly AuditEntry[],
): readonly Named[] =>
  byName([
    ...entries.flatMap(({ cluster }) => cluster ?? []),
    ...runs.map(({ cluster }) => cluster),
    ...clusters.map(({ id, name }) => ({ id, name })),
  ])

/** Of several names of one the last counts. */
const byName = (all: readonly Named[]): readonly Named[] =>
  [...new Map(all.map(one => [one.id, one])).values()].toSorted((a, b) => compareNames(a.name, b.name))
