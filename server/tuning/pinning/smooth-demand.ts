import { type CpuView, vcpuKey } from './cpu-view.ts'

/** By `vcpuKey`, percent of one CPU. */
export type Demands = ReadonlyMap<string, number>

/**
 * The view with demands that follow what was measured by the part `alpha`, over 0 to 1, in each round: exponential smoothing. At one half
 * the scatter of a demand comes down to 58 % (alpha / (2 - alpha), and the square root of it), and after two rounds three quarters
 * of a change are seen. A vCPU that was not there before begins with its demand as it is; one that has gone is forgotten.
 */
export function smoothDemand(
  before: Demands,
  view: CpuView,
  alpha = 0.5,
): Readonly<{ view: CpuView; demands: Demands }> {
  const demands = new Map<string, number>()
  const vcpus = view.vcpus.map(vcpu => {
    const key = vcpuKey(vcpu)
    const earlier = before.get(key) ?? vcpu.demandPercent
    const demandPercent = earlier + alpha * (vcpu.demandPercent - earlier)
    demands.set(key, demandPercent)
    return { ...vcpu, demandPercent }
  })
  return { view: { ...view, vcpus }, demands }
}
