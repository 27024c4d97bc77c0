import type { Run } from '../../shared/plan/run.ts'

/** Fewer than these say little. The newest count, since networks change. */
const [NEEDED, COUNTED] = [3, 30]

/**
 * How fast memory of guests gets across in a cluster, in MiB per second: the median of its own migrations. undefined: too few are
 * known. Source: what was expected to be sent, by the time from our request to the end we saw.
 */
export function migrationSpeed(runs: readonly Run[], clusterId: string): number | undefined {
  const speeds = runs
    .filter(({ cluster }) => cluster.id === clusterId)
    .flatMap(({ steps }) => steps)
    .flatMap(({ state, transferMiB, startedAtMs, endedAtMs }) => {
      if (state !== 'done' || transferMiB === undefined || startedAtMs === undefined || endedAtMs === undefined)
        return []
      return endedAtMs > startedAtMs ? [transferMiB / ((endedAtMs - startedAtMs) / 1000)] : []
    })
    .slice(0, COUNTED)
    .toSorted((a, b) => a - b)
  return speeds.length < NEEDED ? undefined : speeds[Math.floor(speeds.length / 2)]
}
