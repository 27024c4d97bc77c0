import type { WatchedHostView } from '../../../shared/api/hosts.ts'

/** The worst first: in this order hosts are sorted by their connection. */
export const standings = ['waiting', 'connecting', 'connected', 'not-dialled', 'not-configured'] as const

const KIB_PER_MIB = 1024
export const mibOf = (kib: number): number => kib / KIB_PER_MIB

/** `part` of `total`, in percent. undefined: one of them is not known, or there is none of it. */
export const shareOf = (part: number | undefined, total: number | undefined): number | undefined =>
  part === undefined || total === undefined || total <= 0 ? undefined : Math.min(100, Math.max(0, (100 * part) / total))

/** What is not given back on demand. undefined: the host does not tell. */
export function memoryUsedKiB({ figures }: Pick<WatchedHostView, 'figures'>): number | undefined {
  if (figures?.memoryAvailableKiB === undefined) return undefined
  return Math.max(0, figures.memoryTotalKiB - figures.memoryAvailableKiB)
}

export const memoryUsedPercent = (host: Pick<WatchedHostView, 'figures'>): number | undefined =>
  shareOf(memoryUsedKiB(host), host.figures?.memoryTotalKiB)

/** What is wrong with a host that should answer; the connection's trouble before that of a single reading. */
export const problemOf = ({ connection, sample }: Pick<WatchedHostView, 'connection' | 'sample'>) => {
  if (connection.state === 'not-configured' || connection.state === 'not-dialled') return undefined
  return connection.problem ?? sample?.problem
}

/** Figures are there, but newer ones do not come. */
export const isOld = (host: Pick<WatchedHostView, 'connection' | 'sample' | 'figures'>): boolean =>
  host.figures !== undefined && (host.connection.state !== 'connected' || problemOf(host) !== undefined)
