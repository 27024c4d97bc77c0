import type { Host } from '../../../shared/model/host.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'

export type BreakerFacts = Readonly<{
  clusterId: string
  /** Newest first; those of one cluster over some minutes. */
  snapshots: readonly Snapshot[]
  /** Of the last hours, newest first. */
  runs: readonly Run[]
  nowMs: number
  /** Figures older than this say nothing about now. */
  staleMs: number
}>

/** The engine reports in steps of a percent, so a quiet host may well repeat a figure; all of them, so often, do not. */
const FROZEN_SNAPSHOTS = 40
/** Steps looked at, and how many of them may fail. */
const [STEPS, FAILURES] = [10, 3]
const RECENT_MS = 3_600_000
/** So many VMs that we moved and somebody else moved again soon after. */
const [UNDONE, UNDONE_WITHIN_MS] = [3, 30 * 60_000]
/** A unit mistaken for another is a factor of 1000 or more. */
const JUMP = 500

/** A reason to let no move start by itself in a cluster, the gravest first; undefined: all looks well. */
export function breakerReason(facts: BreakerFacts): Reason | undefined {
  const [newest] = facts.snapshots
  if (newest === undefined) return undefined
  const hosts = hostsOf(newest, facts.clusterId)
  return (
    stale(newest, facts) ??
    impossible(hosts) ??
    jumped(facts.snapshots.map(snapshot => hostsOf(snapshot, facts.clusterId))) ??
    frozen(facts.snapshots.map(snapshot => hostsOf(snapshot, facts.clusterId))) ??
    failing(facts) ??
    contested(newest, facts)
  )
}

const hostsOf = ({ hosts }: Snapshot, clusterId: string): readonly Host[] =>
  hosts.filter(host => host.clusterId === clusterId && host.status === 'up')

function stale({ takenAtMs }: Snapshot, { nowMs, staleMs }: BreakerFacts): Reason | undefined {
  const ageS = Math.round((nowMs - takenAtMs) / 1000)
  if (nowMs - takenAtMs <= staleMs) return undefined
  return reason('figures-stale', `The engine's figures are ${ageS} s old.`, { ageS })
}

function impossible(hosts: readonly Host[]): Reason | undefined {
  for (const { name, totalMiB, statistics } of hosts) {
    const { cpuPercent, memoryUsedMiB, memoryFreeMiB } = statistics
    const wrong = [
      { what: 'CPU', is: cpuPercent !== undefined && !(cpuPercent >= 0 && cpuPercent <= 100) },
      {
        what: 'memory in use',
        is: memoryUsedMiB !== undefined && !(memoryUsedMiB >= 0 && memoryUsedMiB <= totalMiB * 1.05),
      },
      {
        what: 'free memory',
        is: memoryFreeMiB !== undefined && !(memoryFreeMiB >= 0 && memoryFreeMiB <= totalMiB * 1.05),
      },
    ].find(({ is }) => is)
    if (wrong)
      return reason('figures-impossible', `The ${wrong.what} of ${name} cannot be what the engine reports.`, {
        host: name,
      })
  }
  return undefined
}

/** Memory does not grow a thousandfold between two looks, in either direction. */
function jumped([now = [], before = []]: readonly (readonly Host[])[]): Reason | undefined {
  const earlier = new Map(before.map(host => [host.id, host]))
  const odd = now.find(({ id, totalMiB }) => {
    const was = earlier.get(id)?.totalMiB
    return was !== undefined && was > 0 && totalMiB > 0 && Math.max(totalMiB / was, was / totalMiB) >= JUMP
  })
  return odd && reason('figures-jump', `The memory of ${odd.name} has changed as if its unit had.`, { host: odd.name })
}

function frozen(looks: readonly (readonly Host[])[]): Reason | undefined {
  if (looks.length < FROZEN_SNAPSHOTS) return undefined
  const figures = looks
    .slice(0, FROZEN_SNAPSHOTS)
    .map(hosts => JSON.stringify(hosts.map(({ id, statistics }) => [id, statistics])))
  const isMoving = new Set(figures).size > 1 || (looks[0] ?? []).every(({ activeVms }) => activeVms === 0)
  if (isMoving) return undefined
  return reason('figures-frozen', `The figures of all hosts have been the same ${FROZEN_SNAPSHOTS} times.`, {
    times: FROZEN_SNAPSHOTS,
  })
}

function failing({ clusterId, runs, nowMs }: BreakerFacts): Reason | undefined {
  const ended = runs
    .filter(({ cluster }) => cluster.id === clusterId)
    .flatMap(({ steps }) => steps)
    .filter(({ state, endedAtMs = 0 }) => (state === 'done' || state === 'failed') && nowMs - endedAtMs < RECENT_MS)
    .toSorted((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0))
    .slice(0, STEPS)
  const failed = ended.filter(({ state }) => state === 'failed').length
  if (failed < FAILURES) return undefined
  return reason('moves-fail', `Of the last ${ended.length} moves ${failed} failed.`, { moves: ended.length, failed })
}

/** The engine's balancer, another tool or a person moves what we have just moved. */
function contested({ vms, takenAtMs }: Snapshot, { clusterId, runs, nowMs }: BreakerFacts): Reason | undefined {
  const hostNow = new Map(vms.map(({ id, hostId }) => [id, hostId]))
  const ours = new Map<string, Readonly<{ name: string; toId: string }>>()
  for (const { cluster, steps } of runs.toReversed()) {
    if (cluster.id !== clusterId) continue
    for (const { vm, to, state, endedAtMs = 0 } of steps) {
      // What ended after the look is not in it yet.
      if (state !== 'done' || endedAtMs > takenAtMs) ours.delete(vm.id)
      else if (nowMs - endedAtMs < UNDONE_WITHIN_MS) ours.set(vm.id, { name: vm.name, toId: to.id })
    }
  }
  const undone = [...ours].filter(([id, { toId }]) => hostNow.get(id) !== undefined && hostNow.get(id) !== toId)
  if (undone.length < UNDONE) return undefined
  const names = undone
    .slice(0, UNDONE)
    .map(([, { name }]) => name)
    .join(', ')
  return reason('other-controller', `Somebody else moves the VMs that this service has moved: ${names}.`, {
    vms: names,
  })
}
