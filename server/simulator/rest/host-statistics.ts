import type { Wire } from '../wire/types.ts'
import type { SimHost, SimNumaNode } from '../world/state.ts'
import type { Context } from './context.ts'
import { decimal, statisticsOf, usedBytes, whole } from './statistic.ts'

/** What the engine last polled of a host. Memory moves in steps of one percent. */
export function hostStatistics(context: Context, host: SimHost): readonly Wire<'statistic'>[] {
  const { measured } = host
  const used = usedBytes(host.memoryBytes, measured.memoryUsedPercent)
  const idle = Math.max(0, 100 - measured.cpuUserPercent - measured.cpuSystemPercent)
  return statisticsOf({ member: 'host', id: host.id, href: `${context.base}/hosts/${host.id}` }, [
    whole('memory.total', 'Total memory', 'bytes', host.memoryBytes),
    whole('memory.used', 'Used memory', 'bytes', used),
    whole('memory.free', 'Free memory', 'bytes', host.memoryBytes - used),
    whole('memory.shared', 'Memory shared by KSM', 'bytes', measured.sharedBytes),
    whole('swap.total', 'Total swap', 'bytes', host.swapTotalBytes),
    whole('swap.free', 'Free swap', 'bytes', host.swapTotalBytes - measured.swapUsedBytes),
    whole('swap.used', 'Used swap', 'bytes', measured.swapUsedBytes),
    decimal('ksm.cpu.current', 'CPU used by KSM', 'percent', measured.ksmCpuPercent),
    decimal('cpu.current.user', 'CPU in user mode', 'percent', measured.cpuUserPercent),
    decimal('cpu.current.system', 'CPU in system mode', 'percent', measured.cpuSystemPercent),
    decimal('cpu.current.idle', 'Idle CPU', 'percent', idle),
    // A raw load average, although the engine calls its unit percent.
    decimal('cpu.load.avg.5m', 'Load average of five minutes', 'percent', measured.load5m),
    whole('boot.time', 'Boot time', 'none', host.bootedAtMs / 1000),
    whole('hugepages.2048.free', 'Free huge pages of 2048 KiB', 'none', 0),
    whole('hugepages.2048.total', 'Huge pages of 2048 KiB', 'none', 0),
  ])
}

/** Figures of one NUMA node. The engine calls these bytes, and they are MiB. */
export function numaNodeStatistics(context: Context, host: SimHost, node: SimNumaNode): readonly Wire<'statistic'>[] {
  const { measured } = host
  const used = usedBytes(node.memoryMiB, measured.memoryUsedPercent)
  const href = `${context.base}/hosts/${host.id}/numanodes/${node.id}`
  return statisticsOf({ member: 'host_numa_node', id: node.id, href }, [
    whole('memory.total', 'Total memory', 'bytes', node.memoryMiB),
    whole('memory.used', 'Used memory', 'bytes', used),
    whole('memory.free', 'Free memory', 'bytes', node.memoryMiB - used),
    decimal('cpu.current.user', 'CPU in user mode', 'percent', measured.cpuUserPercent),
    decimal('cpu.current.system', 'CPU in system mode', 'percent', measured.cpuSystemPercent),
    decimal(
      'cpu.current.idle',
      'Idle CPU',
      'percent',
      Math.max(0, 100 - measured.cpuUserPercent - measured.cpuSystemPercent),
    ),
  ])
}
