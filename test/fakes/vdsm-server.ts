import type { Socket } from 'node:net'
import { encodeFrame, HEART_BEAT, type StompFrame, stompCommands } from '../../server/protocol/stomp/frame.ts'
import { createFrameReader } from '../../server/protocol/stomp/read-frames.ts'
import { listen, makeServer, type VdsmServerTls } from './vdsm/listen-vdsm.ts'
import { VerbError, vdsmVerbs } from './vdsm/vdsm-verbs.ts'
import { aVdsmWorld, type VdsmWorld } from './vdsm/vdsm-world.ts'

/** What this vdsm does wrong, or not at all, from now on. */
export type VdsmTraps = {
  /** It has just started: 99 to every call. */
  isRecovering: boolean
  /** Its queue is full: 1100 to every call. */
  hasTooManyTasks: boolean
  /** Calls of these names are carried out and never answered. */
  losesAnswersTo: Set<string>
  /** Calls of these names are carried out and answered when they are taken out of here and `release` is called. */
  holds: Set<string>
  /** Takes what comes and sends nothing, not even heart-beats. */
  isSilent: boolean
}

export type VdsmRequest = Readonly<{ id: unknown; method: string; params: Record<string, unknown> }>

export type VdsmServer = Readonly<{
  port: number
  world: VdsmWorld
  traps: VdsmTraps
  /** All that came, in its order; anything that is not one request with a new id is a complaint. */
  requests: VdsmRequest[]
  complaints: string[]
  /** Of the frames that are no requests: command and headers. */
  frames: StompFrame[]
  heartBeats(): number
  mostAtOnce(): number
  release(): void
  tell(event: string, params: Record<string, unknown>): void
  changeStatus(vmId: string, status: string, more?: Record<string, unknown>): void
  sendRaw(bytes: Uint8Array | string): void
  sendError(text: string): void
  dropConnections(): void
  close(): Promise<void>
}>

export type VdsmServerOptions = Readonly<{
  world?: VdsmWorld
  /** Absent: in clear. Callers must show a certificate of `clientCa`. */
  tls?: VdsmServerTls
  port?: number
  /** Instead of what CONNECTED would say. */
  connected?: Uint8Array | string
}>

type Client = { socket: Socket; subscriptions: Map<string, string>; beatEveryMs: number }

/**
 * vdsm as the notes on its protocol describe it, over TCP or TLS on a free port: what it refuses, what it answers and to
 * whom. Everybody who subscribed to a destination is told.
 */
export async function startVdsmServer(options: VdsmServerOptions = {}): Promise<VdsmServer> {
  const world = options.world ?? aVdsmWorld()
  const traps: VdsmTraps = {
    isRecovering: false,
    hasTooManyTasks: false,
    losesAnswersTo: new Set(),
    holds: new Set(),
    isSilent: false,
  }
  const clients = new Set<Client>()
  const requests: VdsmRequest[] = []
  const complaints: string[] = []
  const frames: StompFrame[] = []
  const ids = new Set<unknown>()
  let held: (() => void)[] = []
  let atOnce = 0
  let mostAtOnce = 0
  let heartBeats = 0

  function send({ socket }: Client, bytes: Uint8Array): void {
    if (!traps.isSilent && socket.writable) socket.write(bytes)
  }

  function publish(destination: string, message: object): void {
    const body = new TextEncoder().encode(JSON.stringify(message))
    for (const client of clients) {
      for (const [subscription, name] of client.subscriptions) {
        if (name !== destination) continue
        const headers = { destination, 'content-type': 'application/json', subscription }
        send(client, encodeFrame('MESSAGE', headers, body))
      }
    }
  }

  function onSend(frame: StompFrame): void {
    const request: unknown = JSON.parse(new TextDecoder().decode(frame.body))
    const { id, method, params, jsonrpc } = Object(request) as Record<string, unknown>
    const isOne = !Array.isArray(request) && jsonrpc === '2.0' && typeof id === 'string' && !ids.has(id)
    if (!isOne || typeof method !== 'string') {
      complaints.push(`not one request with a new id: ${JSON.stringify(request)}`)
      return
    }
    ids.add(id)
    requests.push({ id, method, params: params as Record<string, unknown> })
    const replyTo = frame.headers.get('reply-to') ?? 'jms.topic.vdsm_responses'
    atOnce += 1
    mostAtOnce = Math.max(mostAtOnce, atOnce)
    const outcome = carryOut(method, params as Record<string, unknown>)
    const answer = () => {
      atOnce -= 1
      publish(replyTo, { jsonrpc: '2.0', id, ...outcome })
    }
    if (traps.losesAnswersTo.has(method)) atOnce -= 1
    else if (traps.holds.has(method)) held.push(answer)
    else setImmediate(answer)
  }

  function carryOut(method: string, params: Record<string, unknown>): object {
    const refuse = (code: number, message: string) => ({ error: { code, message } })
    if (traps.isRecovering) return refuse(99, 'Recovering from crash or Initializing')
    if (traps.hasTooManyTasks) return refuse(1100, 'Too many tasks')
    const verb = Object.hasOwn(vdsmVerbs, method) ? vdsmVerbs[method] : undefined
    if (verb === undefined)
      return refuse(-32_601, `The method does not exist / is not available: {'method': '${method}'}`)
    try {
      return { result: verb(world, params) }
    } catch (error) {
      if (error instanceof VerbError) return refuse(error.code, error.message)
      throw error
    }
  }

  function onFrame(client: Client, frame: StompFrame): void {
    const { command, headers } = frame
    if (command === 'SEND') {
      onSend(frame)
      return
    }
    frames.push(frame)
    if (command === 'CONNECT') {
      if (headers.get('accept-version') !== '1.2') {
        send(client, encodeFrame('ERROR', {}, new TextEncoder().encode('Version unsupported')))
        return
      }
      const [cx = 0, cy = 0] = (headers.get('heart-beat') ?? '0,0').split(',').map(Number)
      client.beatEveryMs = cy
      if (cy > 0) {
        const timer = setInterval(() => send(client, HEART_BEAT), Math.max(cy / 2, 5))
        client.socket.on('close', () => clearInterval(timer))
      }
      if (options.connected !== undefined) client.socket.write(options.connected)
      else send(client, encodeFrame('CONNECTED', { version: '1.2', 'heart-beat': `${cy},${cx}` }))
    } else if (command === 'SUBSCRIBE') {
      const [id, destination] = [headers.get('id') ?? '', headers.get('destination') ?? '']
      if (client.subscriptions.has(id)) complaints.push(`subscription id ${id} twice`)
      client.subscriptions.set(id, destination)
    } else if (command !== 'DISCONNECT' && command !== 'UNSUBSCRIBE') client.socket.destroy()
  }

  function onConnection(socket: Socket): void {
    const client: Client = { socket, subscriptions: new Map(), beatEveryMs: 0 }
    socket.setNoDelay(true)
    clients.add(client)
    const read = createFrameReader()
    let isFirst = true
    socket.on('data', (bytes: Buffer) => {
      // It looks at the first bytes to tell its protocols apart, and closes without a word.
      const isForeign = isFirst && !stompCommands.some(command => bytes.toString('latin1').startsWith(command))
      isFirst = false
      if (isForeign) {
        socket.destroy()
        return
      }
      if (bytes.length === 1 && bytes[0] === 0x0a) heartBeats += 1
      for (const frame of read(bytes)) onFrame(client, frame)
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => clients.delete(client))
  }

  const server = makeServer(options.tls, onConnection)
  const port = await listen(server, options.port ?? 0)

  return {
    port,
    world,
    traps,
    requests,
    complaints,
    frames,
    heartBeats: () => heartBeats,
    mostAtOnce: () => mostAtOnce,
    release() {
      const now = held
      held = []
      for (const answer of now) answer()
    },
    tell: (method, params) => publish('jms.queue.events', { jsonrpc: '2.0', method, params }),
    changeStatus(vmId, status, more = {}) {
      const vm = world.vms.get(vmId)
      if (vm !== undefined) vm.status = status
      world.clockMs += 10
      const params = { [vmId]: { status, ...more }, notify_time: world.clockMs }
      publish('jms.queue.events', { jsonrpc: '2.0', method: `|virt|VM_status|${vmId}`, params })
    },
    sendRaw(bytes) {
      for (const { socket } of clients) socket.write(bytes)
    },
    sendError(text) {
      for (const client of clients) send(client, encodeFrame('ERROR', {}, new TextEncoder().encode(text)))
    },
    dropConnections() {
      for (const { socket } of clients) socket.destroy()
    },
    async close() {
      for (const { socket } of clients) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
