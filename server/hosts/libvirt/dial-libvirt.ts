import {
  driverName,
  driverVersion,
  features,
  libraryVersion,
  openConnection,
  openFlags,
  registerEvent,
  supportsFeature,
} from '../../protocol/libvirt/connection-procedures.ts'
import { decodeDomainEvent } from '../../protocol/libvirt/domain-events.ts'
import { type DomainEventKind, domainEvents } from '../../protocol/libvirt/procedure-numbers.ts'
import type { Dial, HostEvent, HostLink } from '../host-client.ts'
import { HostError } from '../host-error.ts'
import { askIfTold } from './ask.ts'
import { guestAgent } from './ask-guest-agent.ts'
import { hostKnobs } from './change-host.ts'
import { createGuestReader } from './list-guests.ts'
import { logIn, type SaslUser } from './log-in.ts'
import { type CommandWay, openCommand } from './open-command.ts'
import { openTls, type TlsWay } from './open-tls.ts'
import { openUnix, usualSockets } from './open-unix.ts'
import { createHostReader } from './read-host.ts'
import { type Rpc, type RpcTiming, startRpc, usualTiming } from './rpc.ts'
import { toHostEvent } from './to-host-event.ts'
import type { Transport } from './transport.ts'

export type LibvirtWay = Readonly<
  | { kind: 'unix'; path?: string }
  | ({ kind: 'tls' } & TlsWay)
  /** ssh: `sshWay`. */
  | ({ kind: 'command' } & CommandWay)
>

export type LibvirtOptions = Readonly<{
  way: LibvirtWay
  /** qemu:///system unless given. */
  uri?: string
  /** Whom to log in as where libvirt asks for it: on hosts that vdsm configured, also root on the unix socket. */
  sasl?: SaslUser
  /** Nothing can be changed then. */
  readOnly?: boolean
  now: () => number
  timing?: Partial<RpcTiming & { dialMs: number }>
}>

/** Tuning and balloons change nothing that we take from a definition. */
const changeDefinitions: readonly DomainEventKind[] = ['lifecycle', 'deviceAdded', 'deviceRemoved', 'metadataChange']
/** Of the driver that runs QEMU for the whole machine. */
export const SYSTEM_URI = 'qemu:///system'
const DIAL_MS = 20_000

/** Connects to a libvirt daemon, logs in, and hears its events. */
export function dialLibvirt(options: LibvirtOptions): Dial {
  const { way, timing: { dialMs = DIAL_MS, ...timing } = {} } = options
  return async (onEvent, signal) => {
    const deadline = AbortSignal.timeout(dialMs)
    const either = AbortSignal.any([signal, deadline])
    try {
      return await openLink(await openWay(way, either), { ...usualTiming, ...timing }, options, onEvent, either)
    } catch (error) {
      if (signal.aborted) throw new HostError('host-closed', 'The client of this host was closed.')
      if (error instanceof HostError) throw error
      if (deadline.aborted) throw new HostError('host-timeout', `libvirt let nobody in within ${dialMs / 1000} s.`)
      throw error
    }
  }
}

function openWay(way: LibvirtWay, signal: AbortSignal): Promise<Transport> {
  if (way.kind === 'tls') return openTls(way, signal)
  if (way.kind === 'command') return openCommand(way, signal)
  return openUnix(way.path === undefined ? usualSockets : [way.path], signal)
}

async function openLink(
  { stream, whyEnded }: Transport,
  timing: RpcTiming,
  { uri = SYSTEM_URI, sasl, readOnly = false, now }: LibvirtOptions,
  onEvent: (event: HostEvent) => void,
  signal: AbortSignal,
): Promise<HostLink> {
  const rpc = startRpc(stream, {
    timing,
    ...(whyEnded && { whyEnded }),
    onMessage(message, payload) {
      const event = decodeDomainEvent(message, payload)
      if (event === undefined) return
      if (changeDefinitions.includes(event.kind)) guests.forget(event.domain.uuid)
      const told = toHostEvent(event)
      if (told !== undefined) onEvent(told)
    },
  })
  const host = createHostReader(rpc.call, now)
  const guests = createGuestReader(rpc.call, host, now)
  try {
    await logIn(rpc, sasl, signal)
    await rpc.call(openConnection, { name: uri, flags: readOnly ? openFlags.readOnly : 0 }, signal)
    if (await rpc.call(supportsFeature, features.keepAlive, signal)) rpc.keepAlive()
    await registerForEvents(rpc, signal)
    const software = await softwareOf(rpc, signal)
    return {
      software,
      ended: rpc.ended,
      close: () => rpc.end(new HostError('host-closed', 'The client of this host was closed.')),
      readHost: host.read,
      listGuests: guests.list,
      ...hostKnobs(rpc.call, host),
      askGuestAgent: guestAgent(rpc.call),
    }
  } catch (error) {
    rpc.end(new HostError('host-closed', 'The connection could not be opened.'))
    throw error
  }
}

/** A driver may lack some of them; a balancer can do without hearing. */
async function registerForEvents(rpc: Rpc, signal: AbortSignal): Promise<void> {
  const tell = askIfTold(rpc.call)
  for (const kind of Object.keys(domainEvents) as DomainEventKind[]) await tell(registerEvent, kind, signal)
}

async function softwareOf(rpc: Rpc, signal: AbortSignal): Promise<string> {
  const tell = askIfTold(rpc.call)
  const library = await rpc.call(libraryVersion, undefined, signal)
  const [name, version] = [await tell(driverName, undefined, signal), await tell(driverVersion, undefined, signal)]
  const driver = [name?.slice(0, 40), version && toVersion(version)].filter(Boolean).join(' ')
  return `libvirt ${toVersion(library)}${driver === '' ? '' : `, ${driver}`}`
}

/** major · 1,000,000 + minor · 1,000 + micro */
const toVersion = (version: number) =>
  [Math.floor(version / 1_000_000), Math.floor(version / 1000) % 1000, version % 1000].join('.')
