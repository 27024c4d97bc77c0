/**
 * Simulated hosts tuned as the service does it: real collectors, policies, balancers and knobs, all in one process, with a clock that only
 * the test moves. Calls to hosts, and writes of what was found, fail as the test wants it.
 */
import { HostRefusal } from '../../server/simulator/machine/host-refusal.ts'
import type { World } from '../../server/simulator/world/world.ts'
import type { HostReads } from '../../server/tuning/balanced-host.ts'
import { collectorsOf } from '../../server/tuning/collectors/collectors-of.ts'
import { USUAL_HISTORY_LENGTH, usualCollectors } from '../../server/tuning/collectors/usual-collectors.ts'
import type { HostKnobs } from '../../server/tuning/knobs/carry-out.ts'
import { controllerNames } from '../../server/tuning/knobs/controllers.ts'
import { usualMemoryLimits } from '../../server/tuning/memory/usual-memory-limits.ts'
import { usualPinLimits } from '../../server/tuning/pinning/usual-pin-limits.ts'
import { createTouchedKnobs } from '../../server/tuning/restore/touched-knobs.ts'
import { createTunedHosts, type TunedHosts, type TunedHostsDeps } from '../../server/tuning/tuned-hosts.ts'
import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import type { TouchedHost } from '../../shared/plan/touched-host.ts'
import type { ClusterTuning } from '../../shared/plan/tuning-state.ts'
import { aLog } from './log.ts'
import { defaultProgram } from './policy-round.ts'
import { hostNamed } from './sim-world.ts'
import { aTuningWorld } from './tuning-world.ts'

/** refused: no effect. lost: it takes effect, and its answer never comes. silent: neither, until its deadline; hanging: until it is told to stop. */
export type CallFault = 'refused' | 'lost' | 'silent' | 'hanging'
export type KnobCall = Readonly<{ at: number; host: string; knob: keyof HostKnobs | keyof HostReads; vmId?: string }>

export type TunedWorldOptions = Readonly<{
  world?: World
  /** Names of those that are tuned. */
  hosts: readonly string[]
  /** What the test wants of a call, and what it does meanwhile. */
  onCall?: (call: KnobCall) => CallFault | undefined
  isDiskFull?: () => boolean
  /** Readings as the hosts tell them. */
  reread?: (
    host: string,
    reading: HostReading,
    guests: readonly GuestReading[],
  ) => [HostReading, readonly GuestReading[]]
  /** What hosts are to keep of their memory. */
  reservePercent?: number
  deps?: Partial<TunedHostsDeps>
}>

export const SAMPLE_MS = 10_000
export const observing: ClusterTuning = { mode: 'observe', takeOver: true, pinning: 'observe', memory: 'balancer' }
export const enforcing: ClusterTuning = { ...observing, mode: 'enforce', pinning: 'enforce' }
const CLUSTER = { id: 'c1', name: 'Default' }
const program = defaultProgram({ ballooning: true, ksm: true, ksmMergeAcrossNodes: true })
const asTold: NonNullable<TunedWorldOptions['reread']> = (_host, reading, guests) => [reading, guests]

export function aTunedWorld({ world = aTuningWorld(), hosts: names, reread = asTold, ...options }: TunedWorldOptions) {
  const { onCall = () => undefined, isDiskFull = () => false } = options
  const { reservePercent = usualMemoryLimits.reservePercent } = options
  const side = world.hostSide
  const rows = new Map<string, TouchedHost>()
  const { log, lines } = aLog()
  const calls: KnobCall[] = []
  const handed: string[] = []
  let settings = observing
  let ids = 0
  const nameOf = (hostId: string) => world.state.hosts.get(hostId)?.name ?? hostId

  async function call<T>(
    hostId: string,
    told: Omit<KnobCall, 'at' | 'host'>,
    signal: AbortSignal,
    carryOut: () => T,
  ): Promise<T> {
    const one = { at: calls.length, host: nameOf(hostId), ...told }
    calls.push(one)
    const fault = onCall(one)
    if (fault === 'hanging') await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
    await new Promise(resolve => setImmediate(resolve))
    if (fault === 'refused') throw new HostRefusal('host-refused', 'No.')
    if (fault === 'silent' || signal.aborted) throw new HostRefusal('host-unreachable', 'It did not answer in time.')
    const answer = carryOut()
    if (fault === 'lost') throw new HostRefusal('host-unreachable', 'Its answer was lost.')
    return answer
  }

  const knobsOf = (id: string): HostKnobs & HostReads => ({
    setBalloonTarget: (vmId, kib, signal) =>
      call(id, { knob: 'setBalloonTarget', vmId }, signal, () => side.setBalloonTarget(id, vmId, kib)),
    setKsm: (tune, signal) => call(id, { knob: 'setKsm' }, signal, () => side.setKsm(id, tune)),
    setCpuTune: (vmId, tune, signal) =>
      call(id, { knob: 'setCpuTune', vmId }, signal, () => side.setCpuTune(id, vmId, tune)),
    setIoTune: (vmId, tune, signal) =>
      call(id, { knob: 'setIoTune', vmId }, signal, () => side.setIoTune(id, vmId, tune)),
    pinVcpus: (vmId, pins, signal) => call(id, { knob: 'pinVcpus', vmId }, signal, () => side.pinVcpus(id, vmId, pins)),
    readHost: signal => call(id, { knob: 'readHost' }, signal, () => side.readHost(id)),
    listGuests: signal => call(id, { knob: 'listGuests' }, signal, () => side.listGuests(id)),
  })

  const store = {
    listTouchedHosts: async () => [...rows.values()],
    putTouchedHost: async (touched: TouchedHost) => {
      if (isDiskFull()) throw new Error('disk full')
      if (touched.changes.length === 0) rows.delete(touched.hostId)
      else rows.set(touched.hostId, touched)
    },
  }

  async function start(): Promise<TunedHosts> {
    const touched = createTouchedKnobs(store)
    await touched.load()
    return createTunedHosts({
      ...collectorsOf(usualCollectors),
      settingsOf: () => settings,
      policyOf: () => ({ program }),
      slaOf: () => undefined,
      controllers: controllerNames,
      historyLength: USUAL_HISTORY_LENGTH,
      intervalS: SAMPLE_MS / 1000,
      balance: () => ({
        pins: { limits: usualPinLimits, reservedCpuIds: new Set(), longestGapMs: 3 * SAMPLE_MS },
        memory: { ...usualMemoryLimits, reservePercent },
        staleMs: 3 * SAMPLE_MS,
        standingOf: () => undefined,
      }),
      touched,
      leavingOf: () => new Map(),
      cannotAsk: () => undefined,
      hostOf: id => watched(nameOf(id)),
      knobsOf,
      takeFromMom: async () => {},
      handOn: async ({ vmName }) => void handed.push(vmName),
      now: world.now,
      newId: () => `${ids++}`,
      log,
      ...options.deps,
    })
  }

  function watched(name: string): WatchedHost {
    const { id } = hostNamed(world, name)
    const [reading, guests] = reread(name, side.readHost(id), side.listGuests(id))
    const readAtMs = world.now()
    return {
      ...{
        id,
        name,
        cluster: CLUSTER,
        via: { kind: 'simulated' },
        standing: 'connected',
        sinceMs: 0,
        lostConnections: 0,
      },
      ...{ reading, readAtMs, guests: { takenAtMs: reading.takenAtMs, readAtMs, guests } },
    }
  }

  return {
    ...{ world, lines, calls, handed, rows, start, watched },
    idOf: (name: string) => hostNamed(world, name).id,
    set: (next: Partial<ClusterTuning>) => {
      settings = { ...settings, ...next }
    },
    guests: (name: string): readonly GuestReading[] => side.listGuests(hostNamed(world, name).id),
    /** So many times: time goes by, then every host is asked and decided about. */
    async rounds(tuned: TunedHosts, count: number, onRound: (round: number) => void = () => {}): Promise<void> {
      for (let round = 0; round < count; round++) {
        world.advance(SAMPLE_MS)
        await Promise.all(names.map(name => tuned.onSample(watched(name))))
        onRound(round)
      }
    },
    view: (tuned: TunedHosts, name: string) => tuned.find(hostNamed(world, name).id) ?? undefined,
  }
}

/** Pins of all vCPUs of a host, by VM: to compare how it was with how it is. */
export const pinsOf = (guests: readonly GuestReading[]) =>
  new Map(guests.map(({ name, vcpus }) => [name, vcpus.map(({ pinnedTo }) => pinnedTo?.join() ?? '')]))
