import { closestName } from '../../language/closest-name.ts'
import type { GuestCollector, HostCollector } from './collector.ts'
import { guestBalloon, guestBalloonOptional } from './guest-balloon.ts'
import { guestCpuTune, guestLoad } from './guest-cpu.ts'
import { guestIoTune, guestIoTuneOptional } from './guest-io-tune.ts'
import { guestMemory, guestMemoryOptional, guestQemuAgent } from './guest-memory.ts'
import { guestQemuProc } from './guest-process.ts'
import { guestSla } from './guest-sla.ts'
import { hostCpu, hostNuma, hostPressure } from './host-cpus.ts'
import { hostKsm, hostKsmOptional } from './host-ksm.ts'
import { hostMemory } from './host-memory.ts'
import { hostTime } from './host-time.ts'

const hostCollectors: readonly HostCollector[] = [
  hostMemory,
  hostKsm,
  hostKsmOptional,
  hostCpu,
  hostTime,
  hostPressure,
  hostNuma,
]
const guestCollectors: readonly GuestCollector[] = [
  guestQemuProc,
  guestMemory,
  guestMemoryOptional,
  guestBalloon,
  guestBalloonOptional,
  guestCpuTune,
  guestIoTune,
  guestIoTuneOptional,
  guestQemuAgent,
  guestSla,
  guestLoad,
]
const hostByName = new Map(hostCollectors.map(collector => [collector.name, collector]))
const guestByName = new Map(guestCollectors.map(collector => [collector.name, collector]))

/** Known to MOM, not to be had here: why, and what to choose instead. */
const unsupported: ReadonlyMap<string, string> = new Map([
  [
    'GuestNetworkDaemon',
    'asks a program inside the guest over the network, by an address that a command would have to find; choose GuestMemory or GuestQemuAgent',
  ],
])

export const collectorNames: readonly string[] = [...hostByName.keys(), ...guestByName.keys()]

/** A choice of collectors that cannot be. unknown-collector: nothing has that name. collector-unsupported: only MOM has it. */
export class CollectorError extends Error {
  readonly code: 'unknown-collector' | 'collector-unsupported'
  readonly collector: string
  constructor(code: CollectorError['code'], collector: string, message: string) {
    super(message)
    this.name = 'CollectorError'
    this.code = code
    this.collector = collector
  }
}

/**
 * Collectors by their names, each once and in the order given: where two tell the same field, the first is believed. Names of
 * hosts' and guests' collectors may stand in one list, as MOM has two. @throws CollectorError
 */
export function collectorsOf(
  names: readonly string[],
): Readonly<{ hostCollectors: readonly HostCollector[]; guestCollectors: readonly GuestCollector[] }> {
  const chosen = [...new Set(names)]
  for (const name of chosen) if (!hostByName.has(name) && !guestByName.has(name)) throw noSuchCollector(name)
  return {
    hostCollectors: chosen.flatMap(name => hostByName.get(name) ?? []),
    guestCollectors: chosen.flatMap(name => guestByName.get(name) ?? []),
  }
}

function noSuchCollector(name: string): CollectorError {
  const because = unsupported.get(name)
  if (because !== undefined)
    return new CollectorError('collector-unsupported', name, `The collector ${name} is not supported: it ${because}.`)
  const closest = closestName(name, collectorNames)
  const hint = closest ?? `there are ${collectorNames.join(', ')}`
  return new CollectorError('unknown-collector', name, `There is no collector '${name}': ${hint}`)
}
