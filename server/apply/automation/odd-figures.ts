import type { Host } from '../../../shared/model/host.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { BreakerFacts } from './breaker.ts'

/** The engine reports in steps of a percent, so a quiet host may well repeat a figure; all of them, so often, do not. */
const FROZEN_SNAPSHOTS = 40
/** A unit mistaken for another is a factor of 1000 or more. */
const JUMP = 500

export function stale({ takenAtMs }: Snapshot, { nowMs, staleMs }: BreakerFacts): Reason | undefined {
  const ageS = Math.round((nowMs - takenAtMs) / 1000)
  if (nowMs - takenAtMs <= staleMs) return undefined
  return reason('figures-stale', `The engine's figures are ${ageS} s old.`, { ageS })
}

export function impossible(hosts: readonly Host[]): Reason | undefined {
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
export function jumped([now = [], before = []]: readonly (readonly Host[])[]): Reason | undefined {
  const earlier = new Map(before.map(host => [host.id, host]))
  const odd = now.find(({ id, totalMiB }) => {
    const was = earlier.get(id)?.totalMiB
    return was !== undefined && was > 0 && totalMiB > 0 && Math.max(totalMiB / was, was / totalMiB) >= JUMP
  })
  return odd && reason('figures-jump', `The memory of ${odd.name} has changed as if its unit had.`, { host: odd.name })
}

export function frozen(looks: readonly (readonly Host[])[]): Reason | undefined {
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
