import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'

type Told = (reading: HostReading) => boolean

const ofHost: Readonly<Record<string, Told>> = {
  'available memory': ({ memory }) => memory.availableKiB !== undefined,
  swap: ({ swap }) => swap !== undefined,
  'CPU use': ({ use }) => use !== undefined,
  'use of each CPU': ({ cpus }) => cpus.some(({ use }) => use !== undefined),
  'CPU topology': ({ cpus }) => cpus.some(({ socketId, coreId }) => socketId !== undefined && coreId !== undefined),
  'NUMA nodes': ({ numaNodes }) => numaNodes.length > 0,
  KSM: ({ ksm }) => ksm !== undefined,
}

const ofGuests: Readonly<Record<string, (guest: GuestReading) => boolean>> = {
  'CPU use of VMs': ({ cpuPercent }) => cpuPercent !== undefined,
  'waiting times of vCPUs': ({ vcpus }) => vcpus.some(({ delayNs }) => delayNs !== undefined),
  pins: ({ vcpus }) => vcpus.some(({ pinnedTo }) => pinnedTo !== undefined),
  balloons: ({ balloon }) => balloon !== undefined,
  'memory inside VMs': ({ guestMemory }) => guestMemory !== undefined,
  'quota and shares': ({ cpuTune }) => cpuTune !== undefined,
  'disk limits': ({ disks }) => disks.some(({ limits }) => limits !== undefined),
}

/** Which facts a host tells, by what it told now. Of VMs only what some running one shows; without one nothing is known of them. */
export function toldFacts(
  reading: HostReading,
  guests: readonly GuestReading[],
): Readonly<{ told: readonly string[]; untold: readonly string[] }> {
  const running = guests.filter(({ state }) => state === 'running')
  const known = [
    ...Object.entries(ofHost).map(([fact, tells]) => [fact, tells(reading)] as const),
    ...(running.length === 0
      ? []
      : Object.entries(ofGuests).map(([fact, tells]) => [fact, running.some(tells)] as const)),
  ]
  const those = (wanted: boolean) => known.flatMap(([fact, isTold]) => (isTold === wanted ? fact : []))
  return { told: those(true), untold: those(false) }
}
