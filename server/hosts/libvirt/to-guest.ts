import { present } from '../../../shared/measure/present.ts'
import type { CpuTune, DiskReading, GuestReading, IoLimits, VcpuReading } from '../../../shared/model/host-reading.ts'
import { decodeCpuMap, splitCpuMaps } from '../../protocol/libvirt/cpu-map.ts'
import type { DomainInfo, DomainStats, VcpuPlace } from '../../protocol/libvirt/domain-procedures.ts'
import type { Parameters } from '../../protocol/libvirt/typed-parameters.ts'
import type { DomainDefinition } from './domain-xml.ts'
import { counter, text, whole } from './figures.ts'
import { guestState, isActive, vcpuState } from './guest-state.ts'
import type { OnlineCpus } from './read-host.ts'
import { toIoLimits } from './to-io-limits.ts'

/** What was asked about one VM besides the statistics of all; what is undefined, the daemon did not tell. */
export type GuestDetails = Readonly<{
  definition?: DomainDefinition | undefined
  info?: DomainInfo | undefined
  places?: readonly VcpuPlace[] | undefined
  /** CPU maps, so long each as the host has CPUs. */
  pins?: Uint8Array | undefined
  emulatorPins?: Uint8Array | undefined
  scheduler?: Parameters | undefined
  ioTune?: ReadonlyMap<string, Parameters | undefined>
}>

const MOST_VCPUS = 4096
const MOST_DISKS = 1024

export const stateOf = ({ figures }: DomainStats) =>
  guestState(whole(figures, 'state.state'), whole(figures, 'state.reason'))

/** Everything but what needs two samples. */
export function toGuest(stats: DomainStats, details: GuestDetails, cpus: OnlineCpus): GuestReading {
  const { domain, figures } = stats
  const { definition, info } = details
  const state = stateOf(stats)
  const memoryKiB = whole(figures, 'balloon.maximum') ?? info?.maxKiB
  const currentKiB = whole(figures, 'balloon.current') ?? info?.currentKiB
  return {
    id: domain.uuid,
    name: domain.name,
    state,
    vcpus: toVcpus(figures, details, cpus),
    disks: toDisks(figures, details),
    ...(currentKiB !== undefined &&
      isActive(state) && {
        balloon: { currentKiB, ...present({ maxKiB: memoryKiB, minKiB: definition?.guaranteedKiB }) },
      }),
    ...present({
      memoryKiB,
      vcpuCount: whole(figures, 'vcpu.current') ?? info?.vcpus,
      maxVcpuCount: whole(figures, 'vcpu.maximum'),
      residentKiB: whole(figures, 'balloon.rss'),
      cpuTimeNs: counter(figures, 'cpu.time') ?? (isActive(state) ? info?.cpuTimeNs : undefined),
      cpuTune: details.scheduler && toCpuTune(details.scheduler),
      cpuLimitPercent: definition?.cpuLimitPercent,
      emulatorPinnedTo: details.emulatorPins && onlineOf(details.emulatorPins, cpus),
    }),
  }
}

/** A pin may name CPUs that the host does not have, or has switched off: they are none. */
function onlineOf(map: Uint8Array, { ids }: OnlineCpus): number[] {
  const pinned = new Set(decodeCpuMap(map))
  return ids.filter(id => pinned.has(id))
}

export const mapBytesOf = ({ total }: OnlineCpus): number => Math.max(1, Math.ceil(total / 8))

function toVcpus(figures: Parameters, { places = [], pins }: GuestDetails, cpus: OnlineCpus): VcpuReading[] {
  const maps = pins === undefined ? [] : splitCpuMaps(pins, mapBytesOf(cpus))
  const placeOf = new Map(places.map(place => [place.index, place]))
  const indices = new Set(placeOf.keys())
  // The statistics number those that are there; after one was unplugged there are gaps, so the highest number is not known.
  for (const key of figures.keys()) {
    const index = /^vcpu\.(\d{1,4})\.state$/.exec(key)?.[1]
    if (index !== undefined) indices.add(Number(index))
  }
  const known = [...indices].filter(index => index < MOST_VCPUS).toSorted((a, b) => a - b)
  return known.map(index => {
    const place = placeOf.get(index)
    const map = maps[index]
    return {
      index,
      ...present({
        state: vcpuState(whole(figures, `vcpu.${index}.state`) ?? place?.state),
        timeNs: counter(figures, `vcpu.${index}.time`) ?? place?.timeNs,
        waitNs: counter(figures, `vcpu.${index}.wait`),
        delayNs: counter(figures, `vcpu.${index}.delay`),
        onCpuId: place !== undefined && place.cpuId >= 0 ? place.cpuId : undefined,
        pinnedTo: map && onlineOf(map, cpus),
      }),
    }
  })
}

function toCpuTune(parameters: Parameters): CpuTune | undefined {
  const quota = parameters.get('vcpu_quota')
  const tune = present({
    quotaUs: typeof quota !== 'number' ? undefined : quota > 0 ? quota : ('unlimited' as const),
    // 0: no period is set, which is none.
    periodUs: whole(parameters, 'vcpu_period') || undefined,
    shares: whole(parameters, 'cpu_shares'),
  })
  return Object.keys(tune).length === 0 ? undefined : tune
}

function toDisks(figures: Parameters, { definition, ioTune }: GuestDetails): DiskReading[] {
  const count = Math.min(whole(figures, 'block.count') ?? 0, MOST_DISKS)
  const counted = new Map<string, number>()
  for (let index = 0; index < count; index++) {
    const device = text(figures, `block.${index}.name`)
    if (device !== undefined) counted.set(device, index)
  }
  // Devices are those of the definition: the statistics also count CD drives. Without one, what the statistics say will do.
  const known = definition?.disks ?? [...counted.keys()].map(device => ({ device }))
  return known.map(disk => {
    const index = counted.get(disk.device)
    const tuned = ioTune?.get(disk.device)
    const limits: IoLimits | undefined = tuned && toIoLimits(tuned)
    return {
      ...disk,
      ...present({
        limits,
        readBytes: index === undefined ? undefined : whole(figures, `block.${index}.rd.bytes`),
        writtenBytes: index === undefined ? undefined : whole(figures, `block.${index}.wr.bytes`),
      }),
    }
  })
}
