export type MigrationCost = Readonly<{
  /** From beginning to end, at least 1. */
  seconds: number
  /** All that is sent, pages that were written meanwhile again. */
  transferMiB: number
  /** How long the VM stands still before it goes on elsewhere. */
  downtimeMs: number
}>

/** `cpuPoints`: what it uses, in percent of one logical CPU, as far as can be told. */
export type BusyVm = Readonly<{ memoryMiB: number; vcpus: number; cpuPoints: number }>

/**
 * What a VM uses of CPU, in percent of one logical CPU, by its share of its host's use: what single VMs use is not read. `vcpusThere`:
 * those of all VMs on the host.
 */
export const cpuPointsOf = (
  vcpus: number,
  vcpusThere: number,
  { cpuPercent = 0, threads, cores }: Readonly<{ cpuPercent?: number | undefined; threads?: number; cores?: number }>,
): number => (cpuPercent * logicalCpus({ threads, cores }) * vcpus) / Math.max(vcpusThere, 1)

/** Where the engine does not tell, as little as can be. */
export const logicalCpus = ({
  threads,
  cores,
}: Readonly<{ threads?: number | undefined; cores?: number | undefined }>): number => threads ?? cores ?? 1

/** What a busy logical CPU writes to distinct pages, in MiB per second. An assumption: the engine does not tell. */
const DIRTY_OF_A_CPU = 20
/** A guest that writes faster is slowed down by auto-converge until it no longer does. */
const MOST_DIRTY_SHARE = 0.8
/** The guest stops once what is left takes no longer. Source: vdsm's `migration_downtime`, which the engine leaves at its default. */
const STOPPED_AT_MOST_MS = 500
/** What stopping here and going on there takes besides, as QEMU's own figures have it on quiet guests. */
const SWITCH_MS = 30

/**
 * Pre-copy: all memory is sent, then what was written meanwhile, and so on, each round shorter by the same share, until the rest
 * can be sent while the guest stands still. What it uses of CPU stands for how much it writes.
 */
export function migrationCost({ memoryMiB, vcpus, cpuPoints }: BusyVm, mibPerSecond: number): MigrationCost {
  const busyCpus = Math.min(vcpus, cpuPoints / 100)
  const again = Math.min(MOST_DIRTY_SHARE, (busyCpus * DIRTY_OF_A_CPU) / mibPerSecond)
  const small = (mibPerSecond * STOPPED_AT_MOST_MS) / 1000
  let sent = 0
  let left = memoryMiB
  do {
    sent += left
    left *= again
  } while (left > small)
  return {
    seconds: Math.max(1, Math.round((sent + left) / mibPerSecond)),
    transferMiB: Math.round(sent + left),
    downtimeMs: Math.round(SWITCH_MS + (1000 * left) / mibPerSecond),
  }
}
