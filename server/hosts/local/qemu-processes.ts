import type { ProcessStat } from './process-stat.ts'
import type { Processes } from './processes.ts'

export type QemuProcess = Readonly<{ pid: number; stat: ProcessStat }>

export type QemuProcesses = Readonly<{
  /** By VM id, the QEMU of each that has one. */
  of(vmIds: readonly string[], uptimeS: number): Promise<ReadonlyMap<string, QemuProcess>>
  /** Those that were found last; undefined: nobody asked yet. */
  last(): readonly QemuProcess[] | undefined
}>

/** Before a VM without a process is looked for again: all processes are read for that. */
const SEEK_AGAIN_S = 60

/**
 * Which process is whose: libvirt starts each QEMU with `-uuid` and the VM's id. A pid is believed as long as the process
 * that has it is the same.
 */
export function createQemuProcesses(processes: Processes): QemuProcesses {
  const known = new Map<string, Readonly<{ pid: number; startTicks: number }>>()
  const soughtAtS = new Map<string, number>()
  let last: readonly QemuProcess[] | undefined

  async function alive(vmId: string): Promise<QemuProcess | undefined> {
    const found = known.get(vmId)
    const stat = found && (await processes.stat(found.pid))
    return found !== undefined && stat?.startTicks === found.startTicks ? { pid: found.pid, stat } : undefined
  }

  async function seek(vmIds: ReadonlySet<string>): Promise<ReadonlyMap<string, QemuProcess>> {
    const found = new Map<string, QemuProcess>()
    for (const pid of await processes.pids()) {
      const vmId = vmIdIn(await processes.arguments(pid))
      if (vmId === undefined || !vmIds.has(vmId) || found.has(vmId)) continue
      const stat = await processes.stat(pid)
      if (stat === undefined) continue
      found.set(vmId, { pid, stat })
      if (found.size === vmIds.size) break
    }
    return found
  }

  async function find(vmIds: readonly string[], uptimeS: number): Promise<ReadonlyMap<string, QemuProcess>> {
    const found = new Map<string, QemuProcess>()
    for (const vmId of vmIds) {
      const process = await alive(vmId)
      if (process !== undefined) found.set(vmId, process)
    }
    const isDue = (vmId: string) => uptimeS - (soughtAtS.get(vmId) ?? Number.NEGATIVE_INFINITY) >= SEEK_AGAIN_S
    const missing = new Set(vmIds.filter(vmId => !found.has(vmId) && isDue(vmId)))
    const sought = missing.size === 0 ? new Map<string, QemuProcess>() : await seek(missing)
    for (const vmId of missing) {
      const process = sought.get(vmId)
      if (process === undefined) {
        known.delete(vmId)
        soughtAtS.set(vmId, uptimeS)
      } else {
        known.set(vmId, { pid: process.pid, startTicks: process.stat.startTicks })
        soughtAtS.delete(vmId)
        found.set(vmId, process)
      }
    }
    const wanted = new Set(vmIds)
    for (const map of [known, soughtAtS]) for (const vmId of map.keys()) if (!wanted.has(vmId)) map.delete(vmId)
    return found
  }

  return {
    async of(vmIds, uptimeS) {
      const found = await find(vmIds, uptimeS)
      last = [...found.values()]
      return found
    },
    last: () => last,
  }
}

function vmIdIn(args: readonly string[] | undefined): string | undefined {
  const at = args?.indexOf('-uuid') ?? -1
  return at < 0 ? undefined : args?.[at + 1]?.toLowerCase()
}
