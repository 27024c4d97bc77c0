import type { PolicyVm } from '../policy.ts'

/** An hour: long enough to see how much a VM varies, short enough to follow it over the day. */
const STEPS = 12
/** While a VM is little known, so many steps of what is usual among all VMs are counted as its own. */
const USUAL_STEPS = 4

/** What is expected of each VM: the mean of its last demands and so many standard deviations, no more than it may ask for. */
export function expectedMips(vms: readonly PolicyVm[], deviations: number): (vm: PolicyVm) => number {
  const shares = vms.map(({ history, maxMips }) => history.slice(-STEPS).map(mips => mips / maxMips))
  const all = shares.flat()
  const usual = { mean: meanOf(all), square: meanOf(all.map(share => share ** 2)) }
  const ofVm = new Map(
    vms.map(({ id, maxMips }, at) => {
      const own = shares[at] as number[]
      const usualSteps = Math.max(0, USUAL_STEPS - own.length)
      const weight = own.length + usualSteps
      const mean = (own.reduce((sum, share) => sum + share, 0) + usualSteps * usual.mean) / weight
      const square = (own.reduce((sum, share) => sum + share ** 2, 0) + usualSteps * usual.square) / weight
      const deviation = Math.sqrt(Math.max(0, square - mean ** 2))
      return [id, maxMips * Math.min(1, mean + deviations * deviation)]
    }),
  )
  return ({ id }) => ofVm.get(id) ?? 0
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)
