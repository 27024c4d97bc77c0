import { present } from '../../../shared/measure/present.ts'
import type { CpuTune, DiskReading, GuestReading, Limit, VcpuReading } from '../../../shared/model/host-reading.ts'
import type { Definition } from './parse-domain.ts'
import type { VmIoLimits } from './parse-io-limits.ts'
import { becauseOf, stateOf } from './vm-status.ts'
import {
  amount,
  count,
  entries,
  flag,
  list,
  number,
  percent,
  record,
  text,
  unlessEmpty,
  vmIdOf,
  type Wire,
} from './wire.ts'

type BalloonReading = NonNullable<GuestReading['balloon']>
type GuestMemory = NonNullable<GuestReading['guestMemory']>

const MAX_VMS = 10_000
const MAX_DISKS = 1024

/** What the kernel can do at most: libvirt writes it where there is no quota. */
const LARGEST_QUOTA_US = 17_592_186_044_415

/** One VM of Host.getAllVmStats or VM.getStats that has an id, as it came. */
export type VmStats = Readonly<{ id: string; status: string; atTime: number | undefined; wire: Wire }>

/** Entries that name no VM are left out. Throws ProtocolError for a list without an end. */
export const parseVmStats = (result: unknown): VmStats[] =>
  list(result, MAX_VMS).flatMap(entry => {
    const wire = record(entry)
    const id = vmIdOf(wire.vmId)
    return id === undefined ? [] : [{ id, status: text(wire.status, 100) ?? '', atTime: number(wire.statusTime), wire }]
  })

export type GuestParts = Readonly<{
  stats: VmStats
  definition?: Definition | undefined
  io?: VmIoLimits | undefined
  /** All CPUs of the host: what a vCPU without a pin may run on. */
  hostCpuIds?: readonly number[] | undefined
}>

/** What is known of one VM, from all that vdsm says of it. */
export function toGuest({ stats: { id, status, wire }, definition, io, hostCpuIds }: GuestParts): GuestReading {
  const balloon = balloonOf(record(wire.balloonInfo))
  const crashed = stateOf(status) === 'off' && becauseOf(count(wire.exitReason)) === 'crash'
  // Without two samples the figures are zeros that mean nothing.
  const hasCpuFigures = wire.cpuActual === true || wire.cpuActual === 'true'
  const responding = number(wire.monitorResponse)
  return present({
    id,
    name: text(wire.vmName) ?? id,
    state: crashed ? 'crashed' : stateOf(status),
    responsive: responding === undefined ? undefined : responding !== -1,
    migrationPercent: percent(wire.migrationProgress),
    vcpuCount: definition?.vcpus.length || count(wire.vcpuCount),
    maxVcpuCount: definition?.maxVcpus,
    memoryKiB: balloon?.maxKiB ?? definition?.memoryKiB,
    balloon,
    guestMemory: number(wire.memUsage) === 0 ? undefined : guestMemoryOf(record(wire.memoryStats)),
    cpuTimeNs: hasCpuFigures ? amount(wire.cpuUsage) : undefined,
    cpuPercent: hasCpuFigures ? sumOf(amount(wire.cpuUser), amount(wire.cpuSys)) : undefined,
    cpuTune: cpuTuneOf(wire, definition),
    cpuLimitPercent: amount(wire.vcpuUserLimit),
    vcpus: vcpusOf(definition, hostCpuIds),
    emulatorPinnedTo: definition?.emulatorPin && [...definition.emulatorPin],
    disks: disksOf(wire, definition, io),
  }) as GuestReading
}

/** Only the sum of the two means something: how they part depends on how the host’s cgroups count. */
const sumOf = (user: number | undefined, system: number | undefined): number | undefined =>
  user === undefined || system === undefined ? undefined : user + system

/** Empty until vdsm knows all of it, and where there is no balloon. */
function balloonOf(told: Wire): BalloonReading | undefined {
  const currentKiB = count(told.balloon_cur)
  // 0: the sample had nothing of it.
  if (currentKiB === undefined || currentKiB === 0) return undefined
  return present({
    currentKiB,
    maxKiB: count(told.balloon_max),
    minKiB: count(told.balloon_min),
    targetKiB: count(told.balloon_target),
    enabled: flag(told.ballooning_enabled),
  })
}

function guestMemoryOf(told: Wire): GuestMemory | undefined {
  const [totalKiB, unusedKiB, usableKiB] = [count(told.mem_total), count(told.mem_unused), count(told.mem_free)]
  if (totalKiB === undefined || totalKiB === 0) return undefined
  const cachesKiB = unusedKiB !== undefined && usableKiB !== undefined ? usableKiB - unusedKiB : undefined
  return present({
    totalKiB,
    unusedKiB,
    usableKiB,
    // vdsm adds them up only; guests with kernels before 4.16 tell no caches, and the sum is then the unused part.
    diskCachesKiB: cachesKiB !== undefined && cachesKiB > 0 ? cachesKiB : undefined,
    swapInKiBPerS: amount(told.swap_in),
    swapOutKiBPerS: amount(told.swap_out),
    majorFaultsPerS: amount(told.majflt),
    minorFaultsPerS: amount(told.minflt),
    // vdsm 4.50 has them from no guest; MOM reads them all the same.
    swapTotalKiB: count(told.swap_total),
    swapUsedKiB: count(told.swap_usage),
  })
}

const cpuTuneOf = (wire: Wire, definition: Definition | undefined): CpuTune | undefined =>
  unlessEmpty(
    present({
      quotaUs: quotaOf(number(wire.vcpuQuota)),
      periodUs: count(wire.vcpuPeriod),
      shares: definition?.shares,
    }),
  )

function quotaOf(told: number | undefined): Limit | undefined {
  if (told === undefined || told === 0) return undefined
  return told < 0 || told >= LARGEST_QUOTA_US ? 'unlimited' : count(told)
}

const vcpusOf = (definition: Definition | undefined, hostCpuIds: readonly number[] | undefined): VcpuReading[] =>
  (definition?.vcpus ?? []).map(index => {
    const pinnedTo = definition?.pins.get(index) ?? definition?.cpuset ?? hostCpuIds
    return present({ index, pinnedTo: pinnedTo && [...pinnedTo] })
  })

function disksOf(wire: Wire, definition: Definition | undefined, io: VmIoLimits | undefined): DiskReading[] {
  const told = new Map(entries(wire.disks, MAX_DISKS).map(([device, disk]) => [device, record(disk)]))
  const paths = new Map((definition?.disks ?? []).map(({ device, path }) => [device, path]))
  // The definition knows which of them are disks: statistics are told of CD-ROMs too.
  const devices = definition === undefined ? [...told.keys()] : [...paths.keys()]
  return devices.map(device =>
    present({
      device,
      path: paths.get(device),
      limits: io?.current.get(device),
      allowed: io?.allowed.get(device),
      readBytes: count(told.get(device)?.readBytes),
      writtenBytes: count(told.get(device)?.writtenBytes),
    }),
  )
}
