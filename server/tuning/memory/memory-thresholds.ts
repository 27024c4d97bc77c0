import type { MemoryGuest, MemoryLimits, MemoryView } from './memory-plan.ts'

/** What is always left to the host, in whole KiB: for itself, and for what QEMU needs beside a VM's memory. */
export const reserveOf = (
  { totalKiB, vmCount }: Pick<MemoryView, 'totalKiB' | 'vmCount'>,
  limits: MemoryLimits,
): number =>
  Math.ceil(Math.max(limits.reserveKiB, share(totalKiB, limits.reservePercent), vmCount * limits.reservePerVmKiB))

/** What all VMs of a host together are given, and what is taken of them, in one round at most. Whole KiB. */
export const hostStepsOf = ({ totalKiB }: MemoryView, limits: MemoryLimits) => ({
  takeKiB: Math.floor(share(totalKiB, limits.hostTakePercent)),
  giveKiB: Math.floor(share(totalKiB, limits.hostGivePercent)),
})

/** Of one VM, in whole KiB. Usable memory below `starveKiB` is too little; memory is taken only of what is above `freeKiB`. */
export type MemoryThresholds = Readonly<{ starveKiB: number; freeKiB: number; takeKiB: number; giveKiB: number }>

/**
 * Between the two thresholds lie two of the largest steps and the dead band: a step up or down, even one that was planned on figures a
 * round old, never makes a starved VM of one that gave, or the reverse. No step is smaller than what is worth a call.
 */
export function memoryThresholds({ maxKiB }: Pick<MemoryGuest, 'maxKiB'>, limits: MemoryLimits): MemoryThresholds {
  const { starveLeastKiB, starveMostKiB, deadBandKiB } = limits
  const stepKiB = (percent: number) => Math.floor(Math.max(deadBandKiB, share(maxKiB, percent)))
  const [takeKiB, giveKiB] = [stepKiB(limits.takePercent), stepKiB(limits.givePercent)]
  const starveKiB = Math.ceil(Math.min(starveMostKiB, Math.max(starveLeastKiB, share(maxKiB, limits.starvePercent))))
  return { starveKiB, freeKiB: starveKiB + 2 * Math.max(takeKiB, giveKiB) + deadBandKiB, takeKiB, giveKiB }
}

const share = (wholeKiB: number, percent: number): number => (wholeKiB * percent) / 100
