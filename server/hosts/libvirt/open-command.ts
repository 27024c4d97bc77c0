import { spawn } from 'node:child_process'
import { Duplex } from 'node:stream'
import { HostError } from '../host-error.ts'
import { printable } from '../printable.ts'
import { abortable } from './abortable.ts'
import type { Transport } from './transport.ts'

export type CommandWay = Readonly<{ command: string; args: readonly string[] }>

const MOST_LAST_WORDS = 2_000

/**
 * A program that passes on what is written to it, and ends with us. It can ask nobody: its input is ours. That it reached the
 * daemon is first seen by the daemon's first answer.
 */
export async function openCommand({ command, args }: CommandWay, signal: AbortSignal): Promise<Transport> {
  signal.throwIfAborted()
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let lastWords = ''
  child.stderr.setEncoding('utf8').on('data', (words: string) => {
    lastWords = (lastWords + words).slice(-MOST_LAST_WORDS)
  })
  const stream = new Duplex({
    read: () => void child.stdout.resume(),
    // A program that has ended takes nothing; that it has is told by its end, with its last words, not by this.
    write: (piece, _, done) => void child.stdin.write(piece, () => done()),
    destroy(error, done) {
      child.kill()
      done(error)
    },
  })
  child.stdin.on('error', () => undefined)
  child.stdout.on('data', piece => {
    if (!stream.push(piece)) child.stdout.pause()
  })
  child.once('close', () => stream.push(null))
  await abortable<void>(stream, signal, (resolve, reject) => {
    child.once('spawn', resolve)
    child.on('error', error => reject(new HostError('host-unreachable', `${command} cannot be run: ${error.message}.`)))
  })
  return { stream, whyEnded: () => printable(lastWords) || undefined }
}

/** Over ssh, which asks for nothing: keys and known hosts are those of our user. */
export function sshWay(
  host: string,
  { user, port, uri }: Readonly<{ user?: string; port?: number; uri: string }>,
): CommandWay {
  const options = ['-T', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-e', 'none']
  if (port !== undefined) options.push('-p', String(port))
  if (user !== undefined) options.push('-l', user)
  // Behind "--" a name cannot be taken for an option.
  return { command: 'ssh', args: [...options, '--', host, 'virt-ssh-helper', uri] }
}
