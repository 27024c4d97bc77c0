import type { Wire } from '../wire/types.ts'
import type { SimVm } from '../world/state.ts'
import type { Context } from './context.ts'
import { nameUuid } from './name-uuid.ts'
import { decimal, type Reading, statisticsOf, usedBytes, whole } from './statistic.ts'

const HISTORY_LENGTH = 40

/** What the engine last polled of a VM. All are present for a stopped VM too, as zeros. */
export function vmStatistics(context: Context, vm: SimVm): readonly Wire<'statistic'>[] {
  const { measured, migration } = vm
  const used = usedBytes(vm.memoryBytes, measured.memoryUsedPercent)
  const seconds = vm.startedAtMs === undefined ? 0 : Math.max(0, context.world.now() - vm.startedAtMs) / 1000
  const progress = migration ? (100 * migration.doneBytes) / Math.max(1, migration.totalBytes) : 0
  return statisticsOf({ member: 'vm', id: vm.id, href: `${context.base}/vms/${vm.id}` }, [
    whole('memory.installed', 'Configured memory', 'bytes', vm.memoryBytes),
    whole('memory.used', 'Memory used (agent)', 'bytes', used),
    whole('memory.free', 'Memory free (agent)', 'bytes', vm.memoryBytes - used),
    whole('memory.buffered', 'Memory in buffers (agent)', 'bytes', 0),
    whole('memory.cached', 'Memory in the cache (agent)', 'bytes', 0),
    whole('memory.unused', 'Memory never used (agent)', 'bytes', vm.memoryBytes - used),
    // 100 is one physical core, so a VM with four vCPUs may read 400.
    decimal('cpu.current.guest', 'CPU used by the guest', 'percent', measured.cpuPercentOfCore),
    decimal('cpu.current.hypervisor', 'CPU overhead of the hypervisor', 'percent', 0),
    decimal('cpu.current.total', 'Total CPU used', 'percent', measured.cpuPercentOfCore),
    decimal('migration.progress', 'Migration progress', 'percent', Math.min(100, progress)),
    decimal('network.current.total', 'Network use of the link', 'percent', measured.networkPercent),
    { ...whole('elapsed.time', 'Time since start', 'seconds', seconds), kind: 'counter' },
    text('disks.usage', 'Disk usage (agent)', '[]'),
    history('cpu.usage.history', 'CPU use of the last minutes', measured.cpuHistory),
    history('memory.usage.history', 'Memory use of the last minutes', measured.memoryHistory),
    history('network.usage.history', 'Network use of the last minutes', []),
  ])
}

function text(name: string, description: string, detail: string): Reading {
  return {
    id: nameUuid(name),
    name,
    description,
    kind: 'gauge',
    type: 'string',
    unit: 'none',
    values: [{ detail }],
  }
}

/** Whole percents, newest first. */
function history(name: string, description: string, newestFirst: readonly number[]): Reading {
  const values = newestFirst.slice(0, HISTORY_LENGTH).map(value => ({ datum: Math.round(value) }))
  return { id: nameUuid(name), name, description, kind: 'gauge', type: 'decimal', unit: 'percent', values }
}
