import type { PinLimits } from './pin-plan.ts'

/** For a host of some tens of cores. One of many cores may be given more moves in a round. */
export const usualPinLimits: PinLimits = {
  // Above what samples of ten seconds scatter by.
  marginPercent: 10,
  // Each move lowers the potential by at least 2 × 5 × 10, and what uses less is put well by the kernel.
  leastDemandPercent: 5,
  // Remote memory slows a vCPU by about a fifth, so that much more of it would be needed.
  crossNodePercent: 20,
  // Caches and locks are shared by the vCPUs of a VM: only an overload is worse than to part them.
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
