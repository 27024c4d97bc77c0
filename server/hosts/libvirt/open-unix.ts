import { connect, type Socket } from 'node:net'
import { HostError } from '../host-error.ts'
import { abortable } from './abortable.ts'
import type { Transport } from './transport.ts'

/** The daemon for QEMU of newer hosts, then the one for everything. */
export const usualSockets = ['/run/libvirt/virtqemud-sock', '/run/libvirt/libvirt-sock'] as const

/** Opens the first of these sockets that somebody listens on. */
export async function openUnix(paths: readonly string[], signal: AbortSignal): Promise<Transport> {
  const problems: string[] = []
  for (const path of paths) {
    try {
      return { stream: await connected(path, signal) }
    } catch (error) {
      signal.throwIfAborted()
      problems.push((error as Error).message)
    }
  }
  throw new HostError('host-unreachable', `libvirt cannot be reached: ${problems.join('; ')}.`)
}

function connected(path: string, signal: AbortSignal): Promise<Socket> {
  const socket = connect(path)
  return abortable<Socket>(socket, signal, (resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
}
