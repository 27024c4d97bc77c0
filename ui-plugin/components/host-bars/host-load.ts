import { compareNames } from '../../../shared/measure/compare-names.ts'

/** What the bars show of one host. A figure that is not known is absent. */
export type HostLoad = Readonly<{
  id: string
  name: string
  status: string
  memoryPercent?: number
  memoryFreeMiB?: number
  cpuPercent?: number
  /** vCPUs of the VMs there for each CPU. */
  vcpusPerCpu?: number
  swapUsedMiB?: number
  activeVms: number
  migratingVms: number
  /** The memory use at which the policy's limit is reached. */
  memoryLimitPercent?: number
  cpuLimitPercent?: number
  /** Use once what is proposed is done. */
  memoryAfterPercent?: number
  cpuAfterPercent?: number
  vcpusPerCpuAfter?: number
}>

export const levels = ['over', 'high', 'ok', 'unknown', 'off'] as const
export type Level = (typeof levels)[number]

/** From here on a host counts as highly loaded; the same as in the cluster's score. */
const HIGH_PERCENT = 80

/** over: beyond a limit. high: CPU or memory nearly used up. off: not up. */
export function levelOf(host: HostLoad): Level {
  const { status, memoryPercent, cpuPercent, memoryLimitPercent, cpuLimitPercent } = host
  if (status !== 'up') return 'off'
  if (memoryPercent === undefined && cpuPercent === undefined) return 'unknown'
  if (isBeyond(memoryPercent, memoryLimitPercent) || isBeyond(cpuPercent, cpuLimitPercent)) return 'over'
  return Math.max(memoryPercent ?? 0, cpuPercent ?? 0) >= HIGH_PERCENT ? 'high' : 'ok'
}

const isBeyond = (percent: number | undefined, limit: number | undefined): boolean =>
  percent !== undefined && limit !== undefined && percent > limit

/** The same for one figure alone: a busy CPU does not colour the memory bar. */
export const memoryLevelOf = ({ cpuPercent: _, ...host }: HostLoad): Level => levelOf(host)
export const cpuLevelOf = ({ memoryPercent: _, ...host }: HostLoad): Level => levelOf(host)

/** Where the bar of pressure ends. Few clusters are beyond it, and the figure beside the bar says by how much. */
export const PRESSURE_END = 8

/** Never high: how many vCPUs are too many for a CPU depends on what they do, and no plan sets a limit. */
export const pressureLevelOf = ({
  status,
  vcpusPerCpu,
}: Readonly<{ status: string; vcpusPerCpu?: number | undefined }>): Level =>
  status === 'up' ? levelOfPressure(vcpusPerCpu) : 'off'

export const levelOfPressure = (vcpusPerCpu: number | undefined): Level =>
  vcpusPerCpu === undefined ? 'unknown' : 'ok'

/** The same for one figure without a limit. */
export const levelOfPercent = (percent: number | undefined): Level =>
  percent === undefined ? 'unknown' : percent >= HIGH_PERCENT ? 'high' : 'ok'

/** Worst first, ties by name. Whole percents, so that noise does not reorder the list at every refresh. */
export function byLoad(hosts: readonly HostLoad[]): readonly HostLoad[] {
  const load = ({ memoryPercent, cpuPercent }: HostLoad) => Math.round(Math.max(memoryPercent ?? 0, cpuPercent ?? 0))
  return hosts.toSorted(
    (a, b) =>
      levels.indexOf(levelOf(a)) - levels.indexOf(levelOf(b)) || load(b) - load(a) || compareNames(a.name, b.name),
  )
}

export type Density = 'labelled' | 'thin' | 'grid'

/** How much room each host gets: few are explained, many are compared, very many are surveyed. */
export function densityFor(hosts: number): Density {
  if (hosts <= 8) return 'labelled'
  return hosts <= 60 ? 'thin' : 'grid'
}
