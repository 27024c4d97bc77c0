import { z } from 'zod'

/**
 * What a host itself says of its CPUs, memory and VMs, by libvirt, by vdsm or from the simulated engine. The unit stands in
 * each name. What a host does not tell is absent, never zero: a guest without a balloon driver has no memory statistics, and a
 * rate needs two samples. Nanosecond counters lose their last bits after 104 days of CPU time; only their differences are used.
 */

const count = z.number().int().nonnegative()
const kib = z.number().int().nonnegative()
const nanoseconds = z.number().nonnegative()
const rate = z.number().nonnegative()
const percent = z.number().min(0).max(100)
const cpuIds = z.array(count)

/** Of one CPU or of all of them together, since the sample before. What the host counts as neither is idle. */
export const cpuUseSchema = z.object({
  userPercent: percent,
  systemPercent: percent,
  idlePercent: percent,
  iowaitPercent: percent.optional(),
})

export const physicalCpuSchema = z.object({
  id: count.describe('As the host’s kernel numbers it; numbers may be missing'),
  nodeId: count.optional(),
  socketId: count.optional(),
  dieId: count.optional(),
  coreId: count.optional().describe('Unique within its socket only'),
  use: cpuUseSchema.optional(),
})

export const numaNodeSchema = z.object({
  id: count,
  cpuIds,
  totalKiB: kib.optional(),
  freeKiB: kib.optional(),
  distances: z.record(z.string(), count).optional().describe('To each node by its id; 10 is the node itself'),
})

/** Kernel same-page merging. Page counts are of the host's page size. */
export const ksmReadingSchema = z.object({
  running: z.boolean().optional(),
  pagesToScan: count.optional(),
  sleepMs: count.optional(),
  mergeAcrossNodes: z.boolean().optional(),
  pagesShared: count.optional().describe('Pages that stand for several'),
  pagesSharing: count.optional().describe('Pages that were saved'),
  sharedKiB: kib.optional().describe('Memory saved, where the host tells no pages'),
  pagesUnshared: count.optional(),
  pagesVolatile: count.optional(),
  fullScans: count.optional(),
  cpuPercent: rate.optional().describe('Of one CPU'),
  shareableKiB: kib.optional().describe('Virtual size of all QEMU processes: what could be merged at most'),
})

export const hostReadingSchema = z.object({
  takenAtMs: z.number(),
  hostname: z.string().optional(),
  isolatedCpuIds: cpuIds.optional().describe('CPUs that the kernel puts nothing on by itself'),
  memory: z.object({
    totalKiB: kib,
    freeKiB: kib.optional().describe('In no use at all'),
    availableKiB: kib.optional().describe('Free, or given back on demand: buffers and caches'),
    buffersKiB: kib.optional(),
    cachedKiB: kib.optional(),
    anonymousKiB: kib.optional().describe('Of programs, backed by no file'),
  }),
  pageKiB: z.number().int().positive().optional().describe('Size of a page of its memory, where it tells that'),
  swap: z
    .object({
      totalKiB: kib,
      freeKiB: kib,
      inPages: count.optional().describe('Read from swap since the host started'),
      outPages: count.optional(),
    })
    .optional(),
  use: cpuUseSchema.optional(),
  load5m: rate.optional(),
  cpus: z.array(physicalCpuSchema).describe('Those that are online'),
  numaNodes: z.array(numaNodeSchema),
  ksm: ksmReadingSchema.optional(),
  momActive: z.boolean().optional().describe('vdsm’s own policy engine runs there and sets the same knobs as we would'),
})

export const guestStates = [
  'starting',
  'running',
  'paused',
  'migrating',
  'incoming',
  'stopping',
  'off',
  'crashed',
  'suspended',
  'unknown',
] as const

export const vcpuReadingSchema = z.object({
  index: count.describe('Numbers may be missing after vCPUs were unplugged'),
  state: z.enum(['offline', 'running', 'blocked']).optional(),
  timeNs: nanoseconds.optional().describe('Run so far'),
  waitNs: nanoseconds.optional().describe('Waited for I/O so far'),
  delayNs: nanoseconds.optional().describe('Could have run, but had no CPU: what steal is inside the guest'),
  onCpuId: count.optional(),
  pinnedTo: cpuIds.optional().describe('All CPUs of the host: not pinned'),
})

/** Takes over "none" and "0 for no limit" of the protocols: a limit is a positive number, or there is none. */
export const limitSchema = z.union([z.number().int().positive(), z.literal('unlimited')])

export const ioLimitsSchema = z.object({
  totalBytesPerS: limitSchema.optional(),
  readBytesPerS: limitSchema.optional(),
  writeBytesPerS: limitSchema.optional(),
  totalIops: limitSchema.optional(),
  readIops: limitSchema.optional(),
  writeIops: limitSchema.optional(),
})

export const diskReadingSchema = z.object({
  device: z.string().describe('As the guest’s definition names it, such as vda'),
  path: z.string().optional(),
  limits: ioLimitsSchema.optional(),
  allowed: ioLimitsSchema.optional().describe('What the engine’s quality of service allows at most'),
  readBytes: count.optional(),
  writtenBytes: count.optional(),
})

export const cpuTuneSchema = z.object({
  quotaUs: limitSchema.optional().describe('How long each vCPU may run in one period'),
  periodUs: count.optional(),
  shares: count.optional().describe('Weight against other VMs when CPUs are short'),
})

export const balloonReadingSchema = z.object({
  currentKiB: kib.describe('What the guest has now'),
  maxKiB: kib.optional().describe('What it was started with'),
  minKiB: kib.optional().describe('What it is guaranteed'),
  targetKiB: kib.optional().describe('What it was asked to come to'),
  enabled: z.boolean().optional(),
})

/** As the guest's balloon driver tells it. */
export const guestMemorySchema = z.object({
  ageMs: z.number().nonnegative().optional().describe('Since the guest told; it has stopped telling when this grows'),
  totalKiB: kib.optional(),
  unusedKiB: kib.optional(),
  usableKiB: kib.optional().describe('Could be taken without making the guest swap'),
  diskCachesKiB: kib.optional(),
  swapInKiBPerS: rate.optional(),
  swapOutKiBPerS: rate.optional(),
  majorFaultsPerS: rate.optional(),
  minorFaultsPerS: rate.optional(),
  swapTotalKiB: kib.optional(),
  swapUsedKiB: kib.optional(),
})

/** The guest's own /proc/meminfo and /proc/vmstat, read through its agent. Counters since the guest started. */
export const agentMemorySchema = z.object({
  totalKiB: kib,
  unusedKiB: kib,
  buffersKiB: kib.optional(),
  cachedKiB: kib.optional(),
  swapTotalKiB: kib.optional(),
  swapFreeKiB: kib.optional(),
  majorFaults: count.optional(),
  minorFaults: count.optional(),
  swapInPages: count.optional(),
  swapOutPages: count.optional(),
})

export const guestReadingSchema = z.object({
  id: z.string().describe('UUID, in small letters'),
  name: z.string(),
  state: z.enum(guestStates),
  responsive: z.boolean().optional().describe('false: its QEMU does not answer, nothing about it may be changed'),
  migrationPercent: percent.optional(),
  vcpuCount: count.optional().describe('Those that are online'),
  maxVcpuCount: count.optional(),
  memoryKiB: kib.optional().describe('What it may have at most'),
  residentKiB: kib.optional().describe('Memory of the host that its QEMU holds'),
  pid: count.optional().describe('Of its QEMU, where the host is read from within'),
  qemuMinorFaults: count.optional().describe('Of its QEMU, so far'),
  qemuMajorFaults: count.optional(),
  balloon: balloonReadingSchema.optional(),
  guestMemory: guestMemorySchema.optional(),
  agentMemory: agentMemorySchema.optional(),
  cpuTimeNs: nanoseconds.optional().describe('Of the whole QEMU, so far'),
  cpuPercent: rate.optional().describe('Of one CPU, since the sample before: two busy vCPUs are 200'),
  cpuTune: cpuTuneSchema.optional(),
  cpuLimitPercent: rate.optional().describe('What the engine’s quality of service allows, of the whole host'),
  vcpus: z.array(vcpuReadingSchema),
  emulatorPinnedTo: cpuIds.optional(),
  disks: z.array(diskReadingSchema),
})

export type CpuUse = Readonly<z.infer<typeof cpuUseSchema>>
export type PhysicalCpu = Readonly<z.infer<typeof physicalCpuSchema>>
export type NumaNode = Readonly<z.infer<typeof numaNodeSchema>>
export type KsmReading = Readonly<z.infer<typeof ksmReadingSchema>>
export type HostReading = Readonly<z.infer<typeof hostReadingSchema>>
export type GuestState = (typeof guestStates)[number]
export type VcpuReading = Readonly<z.infer<typeof vcpuReadingSchema>>
export type Limit = z.infer<typeof limitSchema>
export type AgentMemory = Readonly<z.infer<typeof agentMemorySchema>>
export type IoLimits = Readonly<z.infer<typeof ioLimitsSchema>>
export type DiskReading = Readonly<z.infer<typeof diskReadingSchema>>
export type CpuTune = Readonly<z.infer<typeof cpuTuneSchema>>
export type GuestReading = Readonly<z.infer<typeof guestReadingSchema>>
