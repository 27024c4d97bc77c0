import type { CpuTuneChange, IoTune, KsmTune, VcpuPin } from '../../shared/model/host-knobs.ts'
import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import type { HostErrorCode } from './host-error.ts'

/**
 * What can be read and changed on a host. Every call has a deadline of its own besides `signal`, and rejects with HostError.
 * Changes are of the running VM or host only and end with it. A change that resolved was taken by the host; a balloon
 * follows it in its own time, or never where the guest has no driver: read `balloon.currentKiB`.
 */
export type HostAccess = Readonly<{
  readHost(signal: AbortSignal): Promise<HostReading>
  /** All VMs that the host knows, those that are off included; `state` tells. */
  listGuests(signal: AbortSignal): Promise<readonly GuestReading[]>
  setBalloonTarget(vmId: string, targetKiB: number, signal: AbortSignal): Promise<void>
  setKsm(tune: KsmTune, signal: AbortSignal): Promise<void>
  setCpuTune(vmId: string, change: CpuTuneChange, signal: AbortSignal): Promise<void>
  setIoTune(vmId: string, tune: IoTune, signal: AbortSignal): Promise<void>
  /** vCPUs that are not named keep their pins. `host-no-effect`: the host took it and pinned otherwise. */
  pinVcpus(vmId: string, pins: readonly VcpuPin[], signal: AbortSignal): Promise<void>
  /**
   * Where vdsm's own policy engine, MOM, runs beside us (`momActive`): from now on it evaluates `text`, and none of the rules
   * by which it sets balloons, KSM, quotas and I/O limits every 15 s. `text` is a program in its language that sets nothing,
   * such as `0`; one that it cannot read leaves it without rules too, and nobody says so. There is no call that gives the
   * knobs back: MOM reads its own rules again when mom-vdsm is started anew on the host, and sets the knobs as before.
   * `host-no-effect`: vdsm took it, but MOM does not answer vdsm. Absent or `host-unsupported`: there is no MOM to take from.
   */
  takeKnobsFromMom?(text: string, signal: AbortSignal): Promise<void>
  /**
   * Asks the QEMU guest agent in a VM, and gives back what it returned. What the guest says is not to be trusted. `host-busy`:
   * the agent is not there, or busy; `host-refused`: it said no, or something that is no answer. Absent or `host-unsupported`:
   * the VM has no channel for one, or it cannot be asked this way. All guests of a host are asked one after the other.
   */
  askGuestAgent?(vmId: string, command: GuestAgentCommand, signal: AbortSignal): Promise<unknown>
}>

/** As in QEMU's qga/qapi-schema.json, such as `guest-ping`. */
export type GuestAgentCommand = Readonly<{ execute: string; arguments?: Readonly<Record<string, unknown>> }>

export type HostEvent = Readonly<
  | { kind: 'vm-started' | 'vm-stopped' | 'vm-paused' | 'vm-resumed'; vmId: string; because?: 'migration' | 'crash' }
  | { kind: 'balloon-changed'; vmId: string; currentKiB: number }
  /** Somebody, perhaps we, changed a pin, a quota or an I/O limit. */
  | { kind: 'tuned'; vmId: string; names: readonly string[] }
  | { kind: 'migration-progress'; vmId: string; percent?: number }
  /** CPUs, memory or networks of the host are not what they were. */
  | { kind: 'host-changed' }
>

/** One live connection. It ends once, by `close` or by itself, and all calls under way end with it. */
export type HostLink = HostAccess &
  Readonly<{
    /** What answers there, for people: "libvirt 9.0.0, QEMU 7.2.0". */
    software: string
    /** Resolves, with why, when the connection has ended. Never rejects. */
    ended: Promise<Error>
    close(): void
  }>

/** Connects and logs in, within a deadline of its own. Rejects with HostError. Events come from then until the link ends. */
export type Dial = (onEvent: (event: HostEvent) => void, signal: AbortSignal) => Promise<HostLink>

export type ConnectionState = 'connecting' | 'connected' | 'waiting' | 'closed'

export type HostConnection = Readonly<{
  /** waiting: the last attempt failed, the next one is due at `nextAttemptAtMs`. */
  state: ConnectionState
  sinceMs: number
  nextAttemptAtMs?: number
  software?: string
  /** Why the last connection or attempt ended. */
  problem?: Readonly<{ code: HostErrorCode; message: string; atMs: number }>
  /** How many connections have ended by themselves so far. */
  lost: number
}>

/** A host that is connected to as long as the client is open. Calls made while it is not connected reject at once. */
export type HostClient = HostAccess &
  Readonly<{
    connection(): HostConnection
    /** Told of events, and of nothing that happened while there was no connection: read everything after `connected`. */
    onEvent(listener: (event: HostEvent) => void): () => void
    onConnection(listener: (connection: HostConnection) => void): () => void
    close(): void
  }>
