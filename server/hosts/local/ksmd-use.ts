import { TICKS_PER_S } from './process-stat.ts'
import type { Processes } from './processes.ts'

/**
 * How busy the kernel's thread that merges pages was since the call before, in percent of one CPU; undefined the first time,
 * and where there is no such thread. It is looked for once: it comes with the kernel and stays.
 */
export function createKsmdUse(processes: Processes): (uptimeS: number) => Promise<number | undefined> {
  let pid: Promise<number | undefined> | undefined
  let before: Readonly<{ ticks: number; uptimeS: number }> | undefined

  async function find(): Promise<number | undefined> {
    // Kernel threads come first.
    for (const candidate of await processes.pids()) {
      if ((await processes.stat(candidate))?.name === 'ksmd') return candidate
    }
    return undefined
  }

  return async uptimeS => {
    pid ??= find()
    const found = await pid
    const ticks = found === undefined ? undefined : (await processes.stat(found))?.cpuTicks
    const earlier = before
    before = ticks === undefined ? undefined : { ticks, uptimeS }
    if (ticks === undefined || earlier === undefined) return undefined
    const seconds = uptimeS - earlier.uptimeS
    if (seconds <= 0 || ticks < earlier.ticks) return undefined
    return (100 * (ticks - earlier.ticks)) / (seconds * TICKS_PER_S)
  }
}
