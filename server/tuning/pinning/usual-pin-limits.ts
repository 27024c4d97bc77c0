import type { PinLimits } from './pin-plan.ts'

/** For a host of some tens of cores. One of many cores may be given more moves in a round. */
export const usualPinLimits: PinLimits = {
  // A tenth of a CPU: what a full vCPU scatters by in the noise that must not move it.
  marginPercent: 10,
  // Each move lowers the potential by at least 2 × 5 × 10, and what uses less is put well by the kernel.
  leastDemandPercent: 5,
  // Assumed, not measured: a fifth of a CPU's work is lost to remote memory.
  crossNodePercent: 20,
  // Assumed as well: the vCPUs of a VM share caches and locks, and only an overload is worse than to part them.
  splitPercent: 50,
  // Below a tenth cores have nothing to fight for, and the kernel packs or boosts better without pins.
  beginAbovePercent: 10,
  releaseBelowPercent: 5,
  patience: 3,
  movesPerRound: 1,
  movesPerVmPerHour: 8,
  residenceMs: 600_000,
  // Twice the scatter of a full vCPU at ±10 %, and more: noise alone never comes to it.
  loadChangePercent: 25,
}
