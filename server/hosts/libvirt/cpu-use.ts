import type { CpuUse } from '../../../shared/model/host-reading.ts'

/** Nanoseconds since the host booted, as libvirt names them: user, kernel, idle, iowait; some drivers tell more. */
export type CpuTimes = ReadonlyMap<string, number>

/** Between two samples. Undefined when no time has passed, or a counter went back: the host started anew. */
export function cpuUse(before: CpuTimes, after: CpuTimes): CpuUse | undefined {
  const passed = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0)
  const [user, system, iowait, idle] = [passed('user'), passed('kernel'), passed('iowait'), passed('idle')]
  const all = user + system + iowait + idle
  if (all <= 0 || Math.min(user, system, iowait, idle) < 0) return undefined
  const percent = (time: number) => (100 * time) / all
  const userPercent = percent(user)
  const systemPercent = percent(system)
  return {
    userPercent,
    systemPercent,
    // What waits for I/O leaves the CPU to others.
    idlePercent: Math.max(0, 100 - userPercent - systemPercent),
    ...(after.has('iowait') && { iowaitPercent: percent(iowait) }),
  }
}
