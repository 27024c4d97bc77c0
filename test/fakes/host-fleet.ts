/** A fleet over fake hosts, with a clock that the test turns. */
import type { HostEvent } from '../../server/hosts/host-client.ts'
import {
  createHostFleet,
  type FleetHost,
  type HostFleetDeps,
  type SampleReport,
} from '../../server/hosts/host-fleet.ts'
import { type FakeHost, fakeHost } from './host-dials.ts'
import { aLog } from './log.ts'
import { manualClock } from './manual-clock.ts'

export const INTERVAL_MS = 15_000
export const DEADLINE_MS = 10_000

export const aFleetHost = (over: Partial<FleetHost> = {}): FleetHost => ({
  id: 'host1',
  name: over.id ?? 'host1',
  cluster: { id: 'c1', name: 'Prod' },
  status: 'up',
  address: `${over.id ?? 'host1'}.example`,
  ...over,
})

export function aFleet(over: Partial<HostFleetDeps> = {}) {
  const clock = manualClock()
  const { log, lines } = aLog()
  const samples: SampleReport[] = []
  const events: [string, HostEvent][] = []
  const told = { skipped: 0, standings: 0 }
  const fakes = new Map<string, FakeHost>()
  const dialled: string[] = []
  /** By the host's id; made when first asked for. */
  const fake = (id: string): FakeHost => {
    const found = fakes.get(id) ?? fakeHost(clock)
    fakes.set(id, found)
    return found
  }
  const fleet = createHostFleet({
    viaOf: () => ({ kind: 'vdsm' }),
    dialOf: (via, host) => {
      dialled.push(`${via.kind} ${host.address}`)
      return fake(host.id).dial
    },
    sampleIntervalMs: INTERVAL_MS,
    concurrency: 32,
    callTimeoutMs: DEADLINE_MS,
    onSampled: sample => samples.push(sample),
    onSkipped: () => {
      told.skipped += 1
    },
    sleep: clock.sleep,
    now: clock.now,
    random: () => 0.5,
    log,
    ...over,
  })
  fleet.onEvent((id, event) => events.push([id, event]))
  fleet.onStandings(() => {
    told.standings += 1
  })
  return { fleet, clock, fake, dialled, samples, events, told, lines }
}

export const fleetHosts = (count: number, over: Partial<FleetHost> = {}): FleetHost[] =>
  Array.from({ length: count }, (_, at) => aFleetHost({ id: `host${at + 1}`, ...over }))
