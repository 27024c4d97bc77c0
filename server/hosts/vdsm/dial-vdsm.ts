import { decodeMessage } from '../../protocol/json-rpc/decode-message.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import type { Dial, HostEvent, HostLink } from '../host-client.ts'
import { HostError, isHostError } from '../host-error.ts'
import { type Calls, createCalls } from './calls.ts'
import { knowCapabilities } from './known-capabilities.ts'
import { knowDefinitions } from './known-definitions.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { openSocket, placeOf } from './open-socket.ts'
import { parseEvent, type VdsmEvent } from './parse-event.ts'
import { parseVmStats } from './parse-vm-stats.ts'
import { pinVcpus } from './pin-vcpus.ts'
import { listGuests, readHost, type VdsmHost } from './read-state.ts'
import { setBalloonTarget, setCpuTune, setIoTune, setKsm } from './set-knobs.ts'
import { createStatuses } from './statuses.ts'
import { openSession, type StompSession } from './stomp-session.ts'
import { takeKnobsFromMom } from './take-knobs-from-mom.ts'
import { defaultVdsmTiming, type VdsmOptions, type VdsmTiming } from './vdsm-options.ts'

const REQUESTS = 'jms.topic.vdsm_requests'
const EVENTS = 'jms.queue.events'

/**
 * Connects to vdsm, sees that it answers, and learns what the host is made of. A host that recovers after its start is
 * connected to as well: its calls are host-busy.
 */
export const dialVdsm =
  (options: VdsmOptions): Dial =>
  async (onEvent, signal) => {
    const timing = { ...defaultVdsmTiming, ...options.timing }
    const where = placeOf(options)
    // Nobody else knows this name, so nobody else reads or writes our answers.
    const replyTo = crypto.randomUUID()
    let session: StompSession | undefined
    const calls = createCalls(body => {
      const headers = { destination: REQUESTS, 'reply-to': replyTo, 'content-type': 'application/json' }
      session?.send('SEND', headers, body)
    }, timing)
    const host: VdsmHost = {
      calls,
      capabilities: knowCapabilities(calls, timing),
      definitions: knowDefinitions(calls, timing),
      statuses: createStatuses(),
    }
    const onMessage = (destination: string, body: Uint8Array) => {
      if (destination === replyTo) calls.onAnswer(decodeMessage(body))
      else if (destination === EVENTS) for (const event of hear(host, body)) onEvent(event)
    }
    session = await connect(options, { where, timing, onMessage }, signal)
    const { ended, end, send } = session
    // Exact names only: whoever subscribes to a part of one reads the requests of others.
    send('SUBSCRIBE', { id: '0', destination: replyTo, ack: 'auto' })
    send('SUBSCRIBE', { id: '1', destination: EVENTS, ack: 'auto' })
    void ended.then(calls.end)
    try {
      await greet(host, signal)
    } catch (error) {
      const problem = toHostError(error)
      end(problem)
      throw problem
    }
    return linkOf(host, session)
  }

type Listening = Readonly<{
  where: string
  timing: VdsmTiming
  onMessage: (destination: string, body: Uint8Array) => void
}>

/** Within one deadline: dialling, the TLS handshake, and CONNECTED. */
async function connect(options: VdsmOptions, listening: Listening, signal: AbortSignal): Promise<StompSession> {
  const deadline = AbortSignal.timeout(listening.timing.connectMs)
  const either = AbortSignal.any([signal, deadline])
  try {
    const socket = await openSocket(options, either)
    return await openSession({ ...listening, socket }, either)
  } catch (error) {
    if (signal.aborted || !deadline.aborted || isHostError(error)) throw error
    throw new HostError('host-timeout', `The host ${listening.where} did not let us in within the deadline.`, error)
  }
}

/** Rejects with HostError unless it answers. What else it cannot tell now is learned later. */
async function greet({ calls, capabilities, statuses }: VdsmHost, signal: AbortSignal): Promise<void> {
  try {
    await calls.read('Host.ping2', {}, { signal, isPatient: false })
  } catch (error) {
    if (!isHostError(error, 'host-busy')) throw error
  }
  const [, vms] = await Promise.all([capabilities.get(signal), listStatuses(calls, signal)])
  if (vms !== undefined) statuses.replace(parseVmStats(vms))
}

/** What events are compared with. */
async function listStatuses(calls: Calls, signal: AbortSignal): Promise<unknown> {
  try {
    return await calls.read('Host.getVMList', { vmList: [], onlyUUID: false }, { signal, isPatient: false })
  } catch (error) {
    if (isHostError(error, 'host-busy', 'host-refused', 'host-unsupported')) return undefined
    throw error
  }
}

function hear(host: VdsmHost, body: Uint8Array): HostEvent[] {
  const message = decodeMessage(body)
  if (message.kind !== 'event') return []
  const told = parseEvent(message.method, message.params).map(event => toHostEvent(host, event))
  return told.filter(event => event !== undefined)
}

function toHostEvent({ capabilities, definitions, statuses }: VdsmHost, event: VdsmEvent): HostEvent | undefined {
  if (event.kind === 'host') {
    capabilities.forget()
    return { kind: 'host-changed' }
  }
  const { vmId } = event
  if (event.kind === 'status') {
    definitions.forget(vmId)
    return statuses.change(vmId, event)
  }
  return { kind: 'migration-progress', vmId, ...(event.percent !== undefined && { percent: event.percent }) }
}

function linkOf(host: VdsmHost, { ended, end }: StompSession): HostLink {
  const { calls, capabilities } = host
  const inTurn = oneAfterAnother()

  /** An answer without sense is as bad as a frame that cannot be read. */
  async function guarded<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      const problem = toHostError(error)
      end(problem)
      throw problem
    }
  }

  return {
    software: `vdsm ${capabilities.last()?.version ?? 'of an unknown version'}`,
    ended,
    close: () => end(new HostError('host-closed', 'The client of this host was closed.')),
    readHost: signal => guarded(readHost(host, signal)),
    listGuests: signal => guarded(listGuests(host, signal)),
    setBalloonTarget: (vmId, targetKiB, signal) => guarded(setBalloonTarget(calls, vmId, targetKiB, signal)),
    setKsm: (tune, signal) => guarded(setKsm(calls, tune, signal)),
    setCpuTune: (vmId, change, signal) => guarded(setCpuTune(calls, vmId, change, signal)),
    setIoTune: (vmId, tune, signal) => guarded(setIoTune(calls, vmId, tune, signal)),
    // Each writes all pins of the VM: two at a time would lose one.
    pinVcpus: (vmId, pins, signal) => guarded(inTurn(vmId, () => pinVcpus(host, vmId, pins, signal))),
    takeKnobsFromMom: (text, signal) => guarded(takeKnobsFromMom(calls, text, signal)),
  }
}

const toHostError = (error: unknown): HostError => {
  if (error instanceof HostError) return error
  if (error instanceof ProtocolError) {
    return new HostError('host-protocol', `The host sent what cannot be read: ${error.message}.`, error)
  }
  return new HostError('host-closed', 'Nobody waits for this connection any more.', error)
}
