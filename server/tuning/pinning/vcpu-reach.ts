import type { CoreMap } from './core-map.ts'
import type { MovableVcpu } from './cpu-view.ts'

export type VcpuReach = Readonly<Pick<MovableVcpu, 'allowedCores' | 'allowedCpuIds'>>

/** From a configured affinity (absent: none) to cores. vCPUs that may run on the same CPUs get the same value. */
export function createReaches({ cores, coreOf }: CoreMap): (affinity: readonly number[] | undefined) => VcpuReach {
  const everywhere: VcpuReach = { allowedCores: cores.map((_, index) => index) }
  const known = new Map<string, VcpuReach>()

  function restricted(cpuIds: readonly number[]): VcpuReach {
    const allowed = new Set(cpuIds)
    const allowedCores = [...new Set(cpuIds.flatMap(id => coreOf.get(id) ?? []))].toSorted((a, b) => a - b)
    const isWhole = allowedCores.every(index => cores[index]?.cpuIds.every(id => allowed.has(id)))
    return isWhole ? { allowedCores } : { allowedCores, allowedCpuIds: allowed }
  }

  return affinity => {
    if (affinity === undefined) return everywhere
    const usable = affinity.filter(id => coreOf.has(id))
    if (usable.length >= coreOf.size && new Set(usable).size === coreOf.size) return everywhere
    const key = String(usable)
    const reach = known.get(key) ?? restricted(usable)
    known.set(key, reach)
    return reach
  }
}
