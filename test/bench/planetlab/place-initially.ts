import { hostModelAt, powerW, vmTypeAt } from './setting.ts'

/**
 * Where VMs start, the same for every policy and as CloudSim places them: in file order, each by its full MIPS and memory on
 * the host whose power rises least by it, the first of equals. An empty host counts as if it drew its idle power already, and
 * VMs placed before are not counted in the power from which it rises: CloudSim has not yet measured them. So VMs spread
 * at first. A host takes no VM that may ask for more than one of its cores, or than is left of all.
 */
export function placeInitially(vms: number, hosts: number): Int32Array {
  const mipsUsed = new Float64Array(hosts)
  const memoryUsedMb = new Float64Array(hosts)
  return Int32Array.from({ length: vms }, (_, vm) => {
    const { maxMips, memoryMb } = vmTypeAt(vm, vms)
    let [best, leastW] = [-1, Number.POSITIVE_INFINITY]
    for (let host = 0; host < hosts; host++) {
      const model = hostModelAt(host)
      const mips = model.cores * model.coreMips
      const used = (mipsUsed[host] as number) + maxMips
      if (maxMips > model.coreMips || used > mips) continue
      if ((memoryUsedMb[host] as number) + memoryMb > model.memoryMb) continue
      const riseW = powerW(model, used / mips) - powerW(model, 0)
      if (riseW < leastW) [best, leastW] = [host, riseW]
    }
    if (best < 0) throw new Error(`No host takes VM ${vm}: the setting has too few for ${vms} VMs.`)
    mipsUsed[best] = (mipsUsed[best] as number) + maxMips
    memoryUsedMb[best] = (memoryUsedMb[best] as number) + memoryMb
    return best
  })
}
