import type { PinLimits } from './pin-plan.ts'

/** For a host of some tens of cores. One of many cores may be given more moves in a round. */
export const usualPinLimits: PinLimits = {
  // Above what smoothed samples of ten seconds scatter by; with more, rules that never rest come to less spread by luck.
  marginPercent: 5,
  // Each move lowers the potential by at least 2 × 3 × 5, and what uses less is put well by the kernel.
  leastDemandPercent: 3,
  // Remote memory slows a vCPU by about a fifth, so that much more of it would be needed.
  crossNodePercent: 20,
  // Caches and locks are shared by the vCPUs of a VM: only an overload is worse than to part them.
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
