/** Kernel same-page merging of one host. */
export type Ksm = Readonly<{
  run: 'stop' | 'merge' | 'unmerge'
  pagesToScan: number
  sleepMs: number
  mergeAcrossNodes: boolean
  /** Pages that were saved. */
  sharingPages: number
  scannedPages: number
}>

/** Linux's own values, with which a host begins. */
export const idleKsm: Ksm = {
  run: 'stop',
  pagesToScan: 100,
  sleepMs: 20,
  mergeAcrossNodes: true,
  sharingPages: 0,
  scannedPages: 0,
}

export const PAGE_KIB = 4
/** How many pages one CPU compares per second when it does nothing else: about 2 µs each. */
const PAGES_PER_CPU_SECOND = 500_000
const UNMERGED_PAGES_PER_S = 200_000
/** A page is merged when a second pass finds it unchanged. */
const MERGED_SHARE_OF_SCANNED = 0.5
/** What is lost when the nodes of a host are merged apart. */
const APART_SHARE = 0.8

export function scanRate({ run, pagesToScan, sleepMs }: Ksm): number {
  if (run !== 'merge') return 0
  return pagesToScan / (sleepMs / 1_000 + pagesToScan / PAGES_PER_CPU_SECOND)
}

/** Of one CPU. */
export const ksmCpuPercent = (ksm: Ksm): number => (100 * scanRate(ksm)) / PAGES_PER_CPU_SECOND

export type Mergeable = Readonly<{
  /** All pages of guests. */
  pages: number
  /** Those that could be saved if everything had been scanned. */
  identicalPages: number
  nodes: number
}>

/** So many seconds later. Never saves more than there is to save, and saves less as guests leave. */
export function mergePages(ksm: Ksm, { pages, identicalPages, nodes }: Mergeable, seconds: number): Ksm {
  const savable = identicalPages * (ksm.mergeAcrossNodes || nodes < 2 ? 1 : APART_SHARE)
  if (ksm.run === 'unmerge') {
    const sharingPages = Math.max(0, Math.min(savable, ksm.sharingPages - UNMERGED_PAGES_PER_S * seconds))
    return { ...ksm, sharingPages }
  }
  const scanned = scanRate(ksm) * seconds
  const found = pages === 0 ? 0 : scanned * MERGED_SHARE_OF_SCANNED * (savable / pages)
  return {
    ...ksm,
    sharingPages: Math.min(savable, ksm.sharingPages + found),
    scannedPages: ksm.scannedPages + scanned,
  }
}
