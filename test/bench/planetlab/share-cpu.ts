import { MIGRATION_CPU_SHARE } from './setting.ts'

/** A VM on a host: what it asks for, and whether it is on its way from there (it runs here) or to there (it does not yet). */
export type Guest = Readonly<{ vm: number; mips: number; way: 'stays' | 'leaves' | 'arrives' }>

export type SharedCpu = Readonly<{
  /** Of the host, in MIPS, the work of migrations included. */
  usedMips: number
  /** VMs that run here get less than they ask for, for another reason than their migration. */
  isShort: boolean
  /** MIPS that leaving VMs ask for and do not get. */
  lostToMigrationMips: number
}>

/**
 * What the guests of a host get: no more than a core each, a leaving one 10 % less, an arriving one takes 10 % of what it asks for
 * elsewhere. If all that is more than the host has, each gets the same share of it.
 */
export function shareCpu(guests: readonly Guest[], coreMips: number, hostMips: number): SharedCpu {
  let [wanted, isCapped] = [0, false]
  for (const { mips, way } of guests) {
    const capped = Math.min(mips, coreMips)
    if (capped < mips && way !== 'arrives') isCapped = true
    wanted += way === 'arrives' ? MIGRATION_CPU_SHARE * capped : capped
  }
  const share = wanted > hostMips ? hostMips / wanted : 1
  let lostToMigrationMips = 0
  for (const { mips, way } of guests) {
    if (way === 'leaves') lostToMigrationMips += mips - (1 - MIGRATION_CPU_SHARE) * share * Math.min(mips, coreMips)
  }
  return { usedMips: Math.min(wanted, hostMips), isShort: isCapped || share < 1, lostToMigrationMips }
}
