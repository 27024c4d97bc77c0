import type { PolicyHost, PolicyVm } from '../policy.ts'

/**
 * What the two modes of Xen Orchestra's load balancer share: a critical threshold of CPU of 90 %, of which a host in performance
 * mode may use 85 %, and figures that are a quarter the mean of the last half hour and three quarters the present one.
 *
 * Simplified in both modes: rounds are five minutes apart, not one, so the present is one value and half an hour are six.
 * Memory here never changes, so a host is never short of it and the thresholds of free memory have nothing to say; the room
 * of a destination is what counts. There is one pool and its master is like any host.
 */
export const CRITICAL_LOAD = 0.9
export const HIGH_LOAD = 0.85 * CRITICAL_LOAD

const HALF_HOUR_STEPS = 6
const PRESENT_WEIGHT = 0.75

export const weighted = (history: readonly number[]): number => {
  const recent = history.slice(-HALF_HOUR_STEPS)
  if (recent.length === 0) return 0
  const mean = recent.reduce((sum, value) => sum + value, 0) / recent.length
  return PRESENT_WEIGHT * (recent.at(-1) ?? 0) + (1 - PRESENT_WEIGHT) * mean
}

/** What a VM adds to the load of a host, 0..1. */
export const weightedShare = (vm: PolicyVm, host: PolicyHost): number =>
  weighted(vm.history.map(mips => Math.min(mips, host.coreMips))) / host.mips

/** The load of a host, 0..1, by the weighted figures of its VMs. */
export const weightedLoad = (host: PolicyHost, vms: readonly PolicyVm[]): number =>
  vms.reduce((sum, vm) => sum + weightedShare(vm, host), 0)
