import type { Delivery, PromisedHost, Trust } from '../../shared/plan/delivery.ts'
import {
  JUDGED_AFTER_MINUTES,
  LEAST_CHANGE_PERCENT,
  lastLookMs,
  MEASURED_AFTER_MINUTES,
} from '../../shared/plan/measured-after.ts'
import type { Run } from '../../shared/plan/run.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { memoryUsedPercent } from '../planner/cluster-score.ts'
import type { Movable } from './run-progress.ts'

/** Runs that a figure of trust needs, and the newest of which it is made. */
const [TRUST_NEEDS, TRUST_COUNTS] = [5, 20]

/** What a recommendation says that hosts will be. */
export function promiseOf(recommendation: Movable): readonly PromisedHost[] {
  if (recommendation.kind === 'plan') {
    return recommendation.plan.hosts.map(one => ({
      host: one.host,
      memoryBeforePercent: one.memoryBeforePercent,
      memoryPromisedPercent: one.memoryAfterPercent,
      cpuBeforePercent: one.cpuBeforePercent,
      cpuPromisedPercent: one.cpuAfterPercent,
    }))
  }
  return recommendation.effects.map(({ host, memoryUsedBeforePercent, memoryUsedAfterPercent }) => ({
    host,
    memoryBeforePercent: memoryUsedBeforePercent,
    memoryPromisedPercent: memoryUsedAfterPercent,
  }))
}

/** The word that a run which was carried out wholly has given. undefined: it was not, so nothing was promised. */
export function deliveryOf(run: Run, recommendation: Movable): Delivery | undefined {
  if (run.state !== 'done' || run.endedAtMs === undefined) return undefined
  const { cluster, endedAtMs } = run
  return {
    runId: run.id,
    cluster,
    unitId: recommendation.unitId,
    endedAtMs,
    promised: [...promiseOf(recommendation)],
    measured: [],
  }
}

/** Later moves of ours, such as those that take it back, came to hosts of this run or left them: what they use now is no longer its doing. */
export function isOverlaid({ endedAtMs, promised, cluster }: Delivery, runs: readonly Run[]): boolean {
  const hosts = new Set(promised.map(({ host }) => host.id))
  return runs
    .filter(run => run.cluster.id === cluster.id)
    .flatMap(({ steps }) => steps)
    .some(
      ({ state, endedAtMs: atMs = 0, from, to }) =>
        state === 'done' && atMs > endedAtMs && (hosts.has(from.id) || hosts.has(to.id)),
    )
}

/**
 * The delivery with what can be measured by now; undefined: nothing is due. A look that comes far too late says nothing. `runs`: those
 * since.
 */
export function measuredNow(
  delivery: Delivery,
  index: IndexedSnapshot,
  nowMs: number,
  runs: readonly Run[] = [],
): Delivery | undefined {
  const ageMinutes = (nowMs - delivery.endedAtMs) / 60_000
  const due = MEASURED_AFTER_MINUTES.findLast(
    minutes => ageMinutes >= minutes && delivery.measured.every(({ afterMinutes }) => afterMinutes !== minutes),
  )
  if (due === undefined || nowMs > lastLookMs(delivery.endedAtMs, due)) return undefined
  const hosts = delivery.promised.map(({ host }) => {
    const now = index.hosts.get(host.id)
    const memoryPercent = now && memoryUsedPercent(now)
    const cpuPercent = now?.statistics.cpuPercent
    return {
      host,
      ...(memoryPercent !== undefined && { memoryPercent }),
      ...(cpuPercent !== undefined && { cpuPercent }),
    }
  })
  const share = isOverlaid(delivery, runs) ? undefined : deliveredShare(delivery.promised, hosts)
  const measurement = { afterMinutes: due, atMs: nowMs, hosts, ...(share !== undefined && { share }) }
  return { ...delivery, measured: [...delivery.measured, measurement] }
}

type Measured = Delivery['measured'][number]['hosts'][number]

/** 1: every host became what was promised. 0: no nearer than before. By memory and CPU, each host by how much it was to change. */
function deliveredShare(promised: readonly PromisedHost[], measured: readonly Measured[]): number | undefined {
  let [wanted, missed] = [0, 0]
  for (const [
    at,
    { memoryBeforePercent, memoryPromisedPercent, cpuBeforePercent, cpuPromisedPercent },
  ] of promised.entries()) {
    const now = measured[at]
    for (const [before, then, is] of [
      [memoryBeforePercent, memoryPromisedPercent, now?.memoryPercent],
      [cpuBeforePercent, cpuPromisedPercent, now?.cpuPercent],
    ]) {
      if (before === undefined || then === undefined || is === undefined) continue
      const change = Math.abs(then - before)
      if (change < LEAST_CHANGE_PERCENT) continue
      wanted += change
      missed += Math.min(change, Math.abs(is - then))
    }
  }
  return wanted === 0 ? undefined : 1 - missed / wanted
}

const judgedShare = (measured: Delivery['measured']): number | undefined =>
  measured.findLast(({ afterMinutes }) => afterMinutes >= JUDGED_AFTER_MINUTES)?.share

/** One figure for each cluster and policy, of the newest runs; of each the latest measurement counts, from JUDGED_AFTER_MINUTES on. Newest first in. */
export function trustOf(deliveries: readonly Delivery[]): readonly Trust[] {
  const byPolicy = Map.groupBy(deliveries, ({ cluster, unitId }) => JSON.stringify([cluster.id, unitId]))
  return [...byPolicy.values()].flatMap((ones): Trust[] => {
    const [first] = ones
    if (first === undefined) return []
    const shares = ones.flatMap(({ measured }) => judgedShare(measured) ?? []).slice(0, TRUST_COUNTS)
    const percent = Math.round((100 * shares.reduce((sum, share) => sum + share, 0)) / Math.max(shares.length, 1))
    return [
      {
        cluster: first.cluster,
        unitId: first.unitId,
        runs: shares.length,
        ...(shares.length >= TRUST_NEEDS && { percent }),
      },
    ]
  })
}
