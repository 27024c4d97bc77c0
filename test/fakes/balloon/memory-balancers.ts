import { type MemoryLimits, type MemoryPlan, noMemoryMemory } from '../../../server/tuning/memory/memory-plan.ts'
import { planMemory } from '../../../server/tuning/memory/plan-memory.ts'
import { usualMemoryLimits } from '../../../server/tuning/memory/usual-memory-limits.ts'
import { viewMemory } from '../../../server/tuning/memory/view-memory.ts'
import { reason } from '../../../shared/policy/reason.ts'
import type { MemoryBalancer } from './balloon-world.ts'

const LONGEST_PAUSE_ROUNDS = 64

/** Ours, with a VM that failed left alone for ever longer, as whoever carries plans out does. */
export function createOurBalancer(
  priorities: ReadonlyMap<string, number> = new Map(),
  limits: MemoryLimits = usualMemoryLimits,
): MemoryBalancer & { plan?: MemoryPlan } {
  let memory = noMemoryMemory
  let round = 0
  const failed = new Map<string, Readonly<{ until: number; pause: number }>>()
  const balance: MemoryBalancer & { plan?: MemoryPlan } = ({ host, guests }, ask) => {
    round += 1
    const view = viewMemory(host, guests, {
      staleMs: 30_000,
      headedOf: () => undefined,
      priorityOf: vmId => priorities.get(vmId),
      leaveAlone: vmId =>
        (failed.get(vmId)?.until ?? 0) > round ? reason('memory-failed', `${vmId} failed.`) : undefined,
    })
    if (view === undefined) throw new Error('the world tells what is available')
    balance.plan = planMemory(view, memory, limits)
    memory = balance.plan.memory
    for (const { vmId, toKiB } of balance.plan.targets) {
      const pause = Math.min(LONGEST_PAUSE_ROUNDS, 2 * (failed.get(vmId)?.pause ?? 1))
      if (ask(vmId, toKiB)) failed.delete(vmId)
      else failed.set(vmId, { until: round + pause, pause })
    }
  }
  return balance
}

const STARVE_KIB_PER_S = 128 * 1024
const FREE_KIB = 256 * 1024

/**
 * The rule of vm-balancer (2018) as it was seen to behave: thresholds that grow with the period, half of what is above the upper one taken
 * at once, a host's free memory read once and never counted down, one VM in the way ends the round, one refused call the program.
 * What a guest does not tell counts as zero.
 */
export function createOldBalancer(periodS: number): MemoryBalancer {
  const starveKiB = STARVE_KIB_PER_S * periodS
  let hasExited = false
  return ({ host, guests }, ask) => {
    if (hasExited) return
    const hostFreeKiB = host.memory.freeKiB ?? 0
    const told = guests.map(({ id, balloon, guestMemory }) => ({
      id,
      usableKiB: guestMemory?.usableKiB ?? 0,
      sizeKiB: balloon?.currentKiB ?? 0,
      maxKiB: balloon?.maxKiB ?? 0,
    }))
    const donors = new Set<string>()
    for (const { id, usableKiB, sizeKiB } of told) {
      if (usableKiB <= FREE_KIB) continue
      if (usableKiB >= sizeKiB) return
      ask(id, sizeKiB - Math.floor((usableKiB - FREE_KIB) / 2))
      donors.add(id)
    }
    for (const { id, usableKiB, sizeKiB, maxKiB } of told) {
      if (donors.has(id) || usableKiB >= starveKiB) continue
      const wantedKiB = sizeKiB - usableKiB + starveKiB
      if (hostFreeKiB < starveKiB || wantedKiB > maxKiB) return
      hasExited = !ask(id, wantedKiB)
      if (hasExited) return
    }
  }
}
