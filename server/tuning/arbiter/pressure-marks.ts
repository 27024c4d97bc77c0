import type { CpuStanding, MemoryStanding } from './arbitration.ts'

/**
 * How much of its reserve a host must have on top before it is no longer short of memory. Without it an event would begin and
 * end with each page that a guest touches. A tenth is more than a host's own caches move between two rounds, and less than what
 * balloons bring in a few.
 */
const MEMORY_CALM_FACTOR = 1.1

/**
 * Demand of the busiest core for each CPU of capacity. At 100 its vCPUs just fit; at 120 they spend a sixth of what they ask for
 * waiting, which guests feel. 105 is not 100, since two samples of one load differ by some points.
 */
const HIGHEST_PERCENT = { begins: 120, ends: 105 }

/** Demand of all cores, of their capacity. Above the one a pin hardly finds room; below the other there is some for peaks again. */
const DEMAND_SHARE = { begins: 0.95, ends: 0.85 }

/** What pins must bring the busiest core down by to count as a remedy, where they do not bring it below the mark. */
const CLEARLY_POINTS = 10

/** Rounds in a row that VMs must want more than there is before one has to leave: a migration costs more than a short peak. */
export const PATIENCE_ROUNDS = 3

/** For what was asked to be planned, carried out and measured. Also how long a VM counts as newly arrived. */
export const SETTLE_MS = 600_000

/** A time in the future is none: the clock was set back. */
export const isRecent = (atMs: number, nowMs: number): boolean => atMs <= nowMs && nowMs - atMs < SETTLE_MS

/** KiB that must be available for pressure to be over. */
export const enoughKiB = ({ reserveKiB }: MemoryStanding): number => Math.ceil(reserveKiB * MEMORY_CALM_FACTOR)

export const isShortOfMemory = (standing: MemoryStanding, wasShort: boolean): boolean =>
  standing.availableKiB < (wasShort ? enoughKiB(standing) : standing.reserveKiB)

export const isShortOfCpu = (standing: CpuStanding, wasShort: boolean): boolean => {
  const { highestPercent, demandPercent, capacityPercent } = standing
  if (wasShort) return highestPercent >= HIGHEST_PERCENT.ends || !isRoomy(standing)
  return highestPercent > HIGHEST_PERCENT.begins || demandPercent > DEMAND_SHARE.begins * capacityPercent
}

/** The host as a whole has CPU to spare once VMs that use `lessPercent` of one CPU are gone. */
export const isRoomy = ({ demandPercent, capacityPercent }: CpuStanding, lessPercent = 0): boolean =>
  demandPercent - lessPercent < DEMAND_SHARE.ends * capacityPercent

/** Both the host and its busiest core would be, even if all of it came from elsewhere first. */
export const isCalmWithout = (standing: CpuStanding, lessPercent: number): boolean =>
  isRoomy(standing, lessPercent) && standing.highestPercent - lessPercent < HIGHEST_PERCENT.ends

/** Pins that are wanted bring the busiest core below the mark, or clearly down. */
export const doPinsHelp = ({ highestPercent, highestAfterPercent }: CpuStanding): boolean =>
  highestAfterPercent < HIGHEST_PERCENT.begins || highestPercent - highestAfterPercent >= CLEARLY_POINTS
