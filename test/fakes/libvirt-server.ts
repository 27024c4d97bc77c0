import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { encodeFrame, type Frame } from '../../server/protocol/libvirt/frame.ts'
import {
  type ProcedureName,
  procedureNumbers,
  programs,
  type QemuProcedureName,
  qemuProcedureNumbers,
} from '../../server/protocol/libvirt/procedure-numbers.ts'
import { createFrameReader } from '../../server/protocol/libvirt/read-frames.ts'
import { encodeRemoteError } from '../../server/protocol/libvirt/remote-error.ts'
import { XdrWriter } from '../../server/protocol/libvirt/xdr-writer.ts'

/** What a daemon says on one connection, rightly or not. */
export type Peer = Readonly<{
  /** Every message that came, pings included. */
  heard: readonly Frame[]
  send: (bytes: Uint8Array) => void
  /** Answers a call; `change` lets the answer lie about itself. */
  answer: (call: Frame, write?: (writer: XdrWriter) => void, change?: Partial<Frame>) => void
  refuse: (call: Frame, code: number, message?: string, int1?: number) => void
  /** Tells of an event: `message` is its number. */
  tell: (message: number, write: (writer: XdrWriter) => void) => void
  hangUp: () => void
}>

/** Plays a daemon on this stream; `onCall` is asked what to do about each call. */
export function playLibvirt(stream: Duplex, onCall: (call: Frame, peer: Peer) => void): Peer {
  const heard: Frame[] = []
  const read = createFrameReader()
  const send = (bytes: Uint8Array) => void (stream.destroyed || stream.write(bytes))
  const payloadOf = (write: (writer: XdrWriter) => void) => {
    const writer = new XdrWriter()
    write(writer)
    return writer.written
  }
  const peer: Peer = {
    heard,
    send,
    answer(call, write = () => undefined, change = {}) {
      send(encodeFrame({ ...call, type: 1, status: 0, payload: payloadOf(write), ...change }))
    },
    refuse(call, code, message = 'no', int1 = 0) {
      const payload = payloadOf(writer => encodeRemoteError(writer, { code, message, int1 }))
      send(encodeFrame({ ...call, type: 1, status: 1, payload }))
    },
    tell(message, write) {
      send(encodeFrame({ program: programs.remote, procedure: message, type: 2, serial: 1, payload: payloadOf(write) }))
    },
    hangUp: () => void stream.destroy(),
  }
  stream.on('error', () => undefined)
  stream.on('data', (piece: Buffer) => {
    for (const frame of read(piece)) {
      heard.push(frame)
      if (frame.program !== programs.keepAlive) onCall(frame, peer)
    }
  })
  return peer
}

/** As a daemon answers that lets everybody in, knows no VM, and can do nothing else: error 3. */
export const welcoming: Readonly<Partial<Record<ProcedureName | QemuProcedureName, (writer: XdrWriter) => void>>> = {
  AUTH_LIST: writer => writer.array([0], type => writer.i32(type)),
  CONNECT_OPEN: () => undefined,
  CONNECT_SUPPORTS_FEATURE: writer => writer.i32(1),
  CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY: writer => writer.i32(0),
  CONNECT_GET_LIB_VERSION: writer => writer.u64(9_000_000),
  CONNECT_GET_TYPE: writer => writer.text('FAKE'),
  CONNECT_GET_VERSION: writer => writer.u64(1_002_003),
  CONNECT_GET_ALL_DOMAIN_STATS: writer => writer.u32(0),
  NODE_GET_CPU_MAP: writer => {
    writer.bytes(Uint8Array.of(3))
    writer.u32(2)
    writer.i32(2)
  },
}

type Name = ProcedureName | QemuProcedureName
const namesOf = (numbers: Readonly<Record<string, number>>) =>
  new Map(Object.entries(numbers).map(([name, number]) => [number, name as Name]))
const [names, qemuNames] = [namesOf(procedureNumbers), namesOf(qemuProcedureNumbers)]
export const nameOf = ({ program, procedure }: Frame): Name | undefined =>
  (program === programs.qemu ? qemuNames : names).get(procedure)

/** A daemon on a socket. `onCall` says whether it has dealt with a call; if not, the call is answered as `welcoming` says. */
export async function startLibvirtServer(
  onCall: (call: Frame, peer: Peer) => boolean = () => false,
): Promise<Readonly<{ path: string; peers: readonly Peer[]; stop: () => Promise<void> }>> {
  const folder = await mkdtemp(join(tmpdir(), 'libvirt-server-'))
  const path = join(folder, 'sock')
  const peers: Peer[] = []
  const sockets: Socket[] = []
  const server = createServer(socket => {
    sockets.push(socket)
    const answer = (call: Frame, peer: Peer) => {
      if (onCall(call, peer)) return
      const write = welcoming[nameOf(call) ?? 'CONNECT_CLOSE']
      if (write === undefined) peer.refuse(call, 3)
      else peer.answer(call, write)
    }
    peers.push(playLibvirt(socket, answer))
  }).listen(path)
  await once(server, 'listening')
  return {
    path,
    peers,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
