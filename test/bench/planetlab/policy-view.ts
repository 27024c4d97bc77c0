import type { Migration } from './migrations.ts'
import type { PolicyHost, PolicyView, PolicyVm } from './policy.ts'
import type { Trace } from './read-trace.ts'
import { hostModelAt, powerW, vmTypeAt } from './setting.ts'

/** So many demands a policy may look back on, as in CloudSim. */
const HISTORY = 30
/** Instead of a host: the VM has ended. */
export const GONE = -1

type Now = Readonly<{
  trace: Trace
  step: number
  /** VM → host. */
  host: Int32Array
  hosts: number
  migrating: readonly Migration[]
  isMemoryHard: boolean
}>

export function policyView({ trace, step, host, hosts, migrating, isMemoryHard }: Now): PolicyView {
  const busy = new Set(migrating.map(({ vm }) => vm))
  const vms = trace.flatMap((percents, id): PolicyVm[] => {
    if (host[id] === GONE) return []
    const { maxMips, memoryMb } = vmTypeAt(id, trace.length)
    const history = Array.from(percents.subarray(Math.max(0, step + 1 - HISTORY), step + 1), p => (p * maxMips) / 100)
    const mips = history.at(-1) ?? 0
    return [{ id, hostId: host[id] as number, mips, maxMips, memoryMb, history, isMigrating: busy.has(id) }]
  })
  const sums: number[][] = Array.from({ length: hosts }, () => [])
  for (const { hostId, history } of vms) {
    const sum = sums[hostId] as number[]
    for (let at = 0; at < history.length; at++) sum[at] = (sum[at] ?? 0) + (history[at] as number)
  }
  const seen = sums.map((sum, id): PolicyHost => {
    const model = hostModelAt(id)
    const mips = model.cores * model.coreMips
    return {
      id,
      mips,
      coreMips: model.coreMips,
      memoryMb: isMemoryHard ? model.memoryMb : Number.POSITIVE_INFINITY,
      powerW: load => powerW(model, load),
      history: sum.map(asked => asked / mips),
    }
  })
  return { step, hosts: seen, vms }
}
