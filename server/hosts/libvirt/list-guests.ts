import type { GuestReading } from '../../../shared/model/host-reading.ts'
import {
  allDomainStats,
  type DomainStats,
  domainInfo,
  domainXml,
  emulatorPins,
  STATS_NOWAIT,
  statsGroups,
  vcpuPins,
  vcpuPlaces,
} from '../../protocol/libvirt/domain-procedures.ts'
import type { DomainRef } from '../../protocol/libvirt/domain-ref.ts'
import { blockIoTune, schedulerParameters } from '../../protocol/libvirt/tune-procedures.ts'
import { type Ask, askIfTold } from './ask.ts'
import { type DomainDefinition, parseDomain } from './domain-xml.ts'
import { counter, whole } from './figures.ts'
import { guestMemory, type MemorySample } from './guest-memory.ts'
import { isActive } from './guest-state.ts'
import type { HostReader, OnlineCpus } from './read-host.ts'
import { type GuestDetails, mapBytesOf, stateOf, toGuest } from './to-guest.ts'

export type GuestReader = Readonly<{
  list(signal: AbortSignal): Promise<readonly GuestReading[]>
  /** Its definition may have changed, and is read anew the next time. */
  forget(vmId: string): void
}>

type Sample = Readonly<{ takenAtMs: number; cpuTimeNs?: number | undefined; memory?: MemorySample | undefined }>

const GROUPS = Object.values(statsGroups).reduce((all, group) => all | group, 0)
const NS_PER_MS = 1_000_000
/** VMs that are asked about at the same time; calls wait in line anyway, this bounds how many do. */
const AT_ONCE = 3
const MOST_VCPUS = 4096

/** Reads all VMs, time after time: rates are known from the second time on, definitions are read once. */
export function createGuestReader(ask: Ask, host: HostReader, now: () => number): GuestReader {
  const tell = askIfTold(ask)
  const definitions = new Map<string, DomainDefinition>()
  let samples: ReadonlyMap<string, Sample> = new Map()

  async function definitionOf(domain: DomainRef, signal: AbortSignal): Promise<DomainDefinition | undefined> {
    const known = definitions.get(domain.uuid)
    if (known !== undefined) return known
    const document = await tell(domainXml, domain, signal)
    if (document === undefined) return undefined
    const definition = parseDomain(document)
    definitions.set(domain.uuid, definition)
    return definition
  }

  async function detailsOf(stats: DomainStats, cpus: OnlineCpus, signal: AbortSignal): Promise<GuestDetails> {
    const { domain, figures } = stats
    const definition = await definitionOf(domain, signal)
    const told = whole(figures, 'vcpu.maximum') ?? whole(figures, 'vcpu.current')
    const info = told === undefined ? await tell(domainInfo, domain, signal) : undefined
    const vcpus = Math.min(MOST_VCPUS, told ?? info?.vcpus ?? 0)
    if (!isActive(stateOf(stats)) || vcpus === 0) return { definition, info }
    const mapBytes = mapBytesOf(cpus)
    const [places, pins, emulator, scheduler, ...tuned] = await Promise.all([
      tell(vcpuPlaces, { domain, vcpus }, signal),
      tell(vcpuPins, { domain, vcpus, mapBytes }, signal),
      tell(emulatorPins, { domain, mapBytes }, signal),
      tell(schedulerParameters, domain, signal),
      ...(definition?.disks ?? []).map(async ({ device }) => {
        const parameters = await tell(blockIoTune, { domain, disk: device }, signal)
        return [device, parameters] as const
      }),
    ])
    return { definition, info, places, pins, emulatorPins: emulator, scheduler, ioTune: new Map(tuned) }
  }

  /** Adds what needs the sample before, which it replaces. */
  function withRates(guest: GuestReading, { figures }: DomainStats, takenAtMs: number): [GuestReading, Sample] {
    const before = samples.get(guest.id)
    const memory = guestMemory(figures, now(), before?.memory)
    const cpuTimeNs = counter(figures, 'cpu.time')
    const elapsedMs = takenAtMs - (before?.takenAtMs ?? takenAtMs)
    const usedNs = cpuTimeNs === undefined || before?.cpuTimeNs === undefined ? -1 : cpuTimeNs - before.cpuTimeNs
    return [
      {
        ...guest,
        ...(memory && { guestMemory: memory.reading }),
        ...(elapsedMs > 0 && usedNs >= 0 && { cpuPercent: (100 * usedNs) / (elapsedMs * NS_PER_MS) }),
      },
      { takenAtMs, cpuTimeNs, memory: memory?.sample },
    ]
  }

  async function list(signal: AbortSignal): Promise<readonly GuestReading[]> {
    const all = await ask(allDomainStats, { groups: GROUPS, flags: STATS_NOWAIT }, signal)
    const takenAtMs = now()
    const cpus = await host.cpus(signal)
    const details = new Map<DomainStats, GuestDetails>()
    const turns = all.values()
    const worker = async () => {
      for (const stats of turns) details.set(stats, await detailsOf(stats, cpus, signal))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    const read = all.map(stats => withRates(toGuest(stats, details.get(stats) ?? {}, cpus), stats, takenAtMs))
    samples = new Map(read.map(([{ id }, sample]) => [id, sample]))
    for (const id of definitions.keys()) if (!samples.has(id)) definitions.delete(id)
    return read.map(([guest]) => guest)
  }

  return { list, forget: vmId => void definitions.delete(vmId) }
}
