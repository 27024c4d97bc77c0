import type { Host } from '../../../shared/model/host.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Run } from '../../../shared/plan/run.ts'
import type { Reason } from '../../../shared/policy/reason.ts'
import { frozen, impossible, jumped, stale } from './odd-figures.ts'
import { contested, failing, takenBack } from './troubled-moves.ts'

export type BreakerFacts = Readonly<{
  clusterId: string
  /** Newest first; those of one cluster over some minutes. */
  snapshots: readonly Snapshot[]
  /** Of the last hours, newest first. */
  runs: readonly Run[]
  /** A person has looked at the cluster then: what was before does not count again. */
  sinceMs: number
  nowMs: number
  /** Figures older than this say nothing about now. */
  staleMs: number
}>

/** A reason to let no move start by itself in a cluster, the gravest first; undefined: all looks well. */
export function breakerReason(all: BreakerFacts): Reason | undefined {
  const [newest] = all.snapshots
  if (newest === undefined) return undefined
  const facts = { ...all, runs: all.runs.map(run => later(run, all.sinceMs)) }
  const looks = all.snapshots
    .filter(({ takenAtMs }) => takenAtMs > all.sinceMs)
    .map(snapshot => hostsOf(snapshot, all.clusterId))
  return (
    stale(newest, facts) ??
    impossible(hostsOf(newest, all.clusterId)) ??
    jumped(looks) ??
    frozen(looks) ??
    failing(facts) ??
    contested(newest, facts) ??
    takenBack(facts)
  )
}

const later = (run: Run, sinceMs: number): Run => ({
  ...run,
  steps: run.steps.filter(({ endedAtMs }) => endedAtMs === undefined || endedAtMs >= sinceMs),
})

const hostsOf = ({ hosts }: Snapshot, clusterId: string): readonly Host[] =>
  hosts.filter(host => host.clusterId === clusterId && host.status === 'up')
