import type { PinLimits } from './pin-plan.ts'

/** One of many cores is given more moves in a round: `movesPerRound`. */
export const usualPinLimits: PinLimits = {
  // The whole margin where both cores together are loaded by 70 %. It is above what smoothed samples of ten seconds scatter by; with
  // more, rules that never rest come to less spread by luck.
  marginShare: 0.07,
  leastMarginPercent: 3,
  marginPercent: 5,
  // Each move lowers the potential by at least 2 × 3 × 3, and what uses less is put well by the kernel.
  leastDemandPercent: 3,
  // Assumed, not measured: a fifth of a CPU's work is lost to remote memory.
  crossNodePercent: 20,
  // Assumed as well: the vCPUs of a VM share caches and locks, and only an overload is worse than to part them.
  splitPercent: 50,
  // Below a tenth cores have nothing to fight for, and the kernel packs or boosts better without pins.
  beginAbovePercent: 10,
  releaseBelowPercent: 5,
  patience: 3,
  movesPerRound: 1,
  // A VM that begins with all its vCPUs on one core must be able to leave it at once.
  movesPerVcpuPerHour: 4,
  residenceMs: 600_000,
  // What scatters by a tenth about its mean differs from itself by 18 % at most.
  loadChangePercent: 20,
}
