import { PAGE_KIB } from './merge-pages.ts'

/** What one host has in its swap, and pages moved there and back since it started. */
export type HostSwap = Readonly<{ keptKiB: number; inPages: number; outPages: number }>

export const noSwap: HostSwap = { keptKiB: 0, inPages: 0, outPages: 0 }

/** What guests want back of it per second, for which other pages must go. */
const CHURN_PER_S = 0.001

/** So many seconds later, when so much must be kept there. */
export function countSwap({ keptKiB, inPages, outPages }: HostSwap, keptNowKiB: number, seconds: number): HostSwap {
  const churnKiB = Math.min(keptKiB, keptNowKiB) * CHURN_PER_S * seconds
  const grownKiB = keptNowKiB - keptKiB
  return {
    keptKiB: keptNowKiB,
    inPages: inPages + (churnKiB + Math.max(0, -grownKiB)) / PAGE_KIB,
    outPages: outPages + (churnKiB + Math.max(0, grownKiB)) / PAGE_KIB,
  }
}
