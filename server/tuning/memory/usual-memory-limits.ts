import type { MemoryLimits } from './memory-plan.ts'

const MIB = 1024
const GIB = 1024 * MIB

/**
 * Limits in percent wherever a host's or VM's size matters, and none depends on how often is planned. What is given in one round is
 * three times what is taken: a guest that is short is hurt now, one that has plenty may wait.
 */
export const usualMemoryLimits: MemoryLimits = {
  reserveKiB: GIB,
  reservePercent: 5,
  reservePerVmKiB: 64 * MIB,
  criticalPercent: 50,
  starvePercent: 10,
  starveLeastKiB: 96 * MIB,
  starveMostKiB: 2 * GIB,
  takePercent: 2.5,
  givePercent: 7.5,
  hostTakePercent: 5,
  hostGivePercent: 5,
  deadBandKiB: 8 * MIB,
  patience: 6,
}
