/** Sums over a simulated day. Times are host seconds, except `elapsedS`. */
export type Totals = Readonly<{
  elapsedS: number
  energyWs: number
  activeS: number
  shortS: number
  askedMipsS: number
  migrationShortMipsS: number
  migrations: number
  refused: number
  switchOffs: number
}>

export type Figures = Readonly<{
  energyKwh: number
  slatahPercent: number
  pdmPercent: number
  slav: number
  esv: number
  migrations: number
  refused: number
  switchOffs: number
  meanActiveHosts: number
}>

const WS_PER_KWH = 3_600_000

/** Energy while power goes evenly from one figure to the other. */
export const trapezoidWs = (fromW: number, toW: number, seconds: number): number => ((fromW + toW) / 2) * seconds

/**
 * SLATAH: share of the time of active hosts in which they gave less CPU than was asked for. PDM: CPU asked for and not given to
 * VMs while they migrated, of all that was asked for. SLAV and ESV are products of shares, not of percents.
 */
export function figuresOf(totals: Totals): Figures {
  const slatah = share(totals.shortS, totals.activeS)
  const pdm = share(totals.migrationShortMipsS, totals.askedMipsS)
  const energyKwh = totals.energyWs / WS_PER_KWH
  return {
    energyKwh,
    slatahPercent: 100 * slatah,
    pdmPercent: 100 * pdm,
    slav: slatah * pdm,
    esv: energyKwh * slatah * pdm,
    migrations: totals.migrations,
    refused: totals.refused,
    switchOffs: totals.switchOffs,
    meanActiveHosts: share(totals.activeS, totals.elapsedS),
  }
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
