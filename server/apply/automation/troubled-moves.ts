import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import { isService } from '../services.ts'
import type { BreakerFacts } from './breaker.ts'

/** Steps looked at, and how many of them may fail. */
const [STEPS, FAILURES] = [10, 3]
const RECENT_MS = 3_600_000
/** So many VMs that we moved and somebody else moved again soon after. */
const [UNDONE, UNDONE_WITHIN_MS] = [3, 30 * 60_000]

export function failing({ clusterId, runs, nowMs }: BreakerFacts): Reason | undefined {
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
export function contested({ vms, takenAtMs }: Snapshot, { clusterId, runs, nowMs }: BreakerFacts): Reason | undefined {
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
  const names = firstOf(undone.map(([, { name }]) => name))
  return reason('other-controller', `Somebody else moves the VMs that this service has moved: ${names}.`, {
    vms: names,
  })
}

/** Most of a run that nobody asked for was taken back by somebody: what they want is not what would be done over. */
export function takenBack({ clusterId, runs }: BreakerFacts): Reason | undefined {
  const here = runs.filter(({ cluster }) => cluster.id === clusterId)
  const arrivals = here
    .filter(({ requestedBy }) => !isService(requestedBy))
    .flatMap(({ steps, requestedBy }) => steps.map(step => ({ ...step, by: requestedBy.name })))
    .filter(({ state }) => state === 'done')
  for (const { steps, requestedBy } of here) {
    if (!isService(requestedBy)) continue
    const made = steps.filter(({ state, isParking }) => state === 'done' && !isParking)
    const back = made.flatMap(({ vm, endedAtMs = 0 }) => {
      const origin = steps.find(step => step.vm.id === vm.id)?.from.id
      return arrivals.find(one => one.vm.id === vm.id && one.to.id === origin && (one.endedAtMs ?? 0) > endedAtMs) ?? []
    })
    const [first] = back
    if (first === undefined || back.length * 2 <= made.length) continue
    const vms = firstOf(back.map(({ vm }) => vm.name))
    const values = { user: first.by, vms }
    return reason('taken-back', `${first.by} has taken back what this service had moved: ${vms}.`, values)
  }
  return undefined
}

const firstOf = (names: readonly string[]): string =>
  names.length > UNDONE ? `${names.slice(0, UNDONE).join(', ')}, …` : names.join(', ')
