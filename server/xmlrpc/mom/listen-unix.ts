import { chmod, link, lstat, mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { listen } from '../door.ts'
import { MomDoorError } from './mom-door-error.ts'

/** Owner and group. Whoever may write to the socket may call. */
const MODE = 0o660

/**
 * Listens on a unix socket at `path`, in a folder that exists. A socket that somebody left behind is replaced; one that
 * answers, and any other file, is not. Resolves with what takes the socket away again. Throws MomDoorError `in-use`,
 * `not-a-socket`, and the system's errors.
 *
 * The socket is made in a folder that only we may enter, gets its mode, and only then its name: nobody can connect before.
 */
export async function listenUnix(server: Server, path: string): Promise<() => Promise<void>> {
  await makeRoom(path)
  const folder = await mkdtemp(join(dirname(path), '.m'))
  const made = join(folder, 's')
  try {
    await listen(server, { path: made })
    await chmod(made, MODE)
    const { dev, ino } = await lstat(made)
    // Not rename: that would replace the socket of somebody who was faster.
    await link(made, path).catch(error => {
      throw codeOf(error) === 'EEXIST' ? inUse(path, error) : error
    })
    return async () => {
      const found = await lstat(path).catch(() => undefined)
      if (found?.dev === dev && found.ino === ino) await rm(path, { force: true })
    }
  } catch (error) {
    server.close()
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeRoom(path: string): Promise<void> {
  const found = await lstat(path).catch(error => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  if (found === undefined) return
  if (!found.isSocket()) {
    throw new MomDoorError('not-a-socket', `${path} exists and is no socket; move it away, or set another path`)
  }
  const answer = await tryToConnect(path)
  if (answer !== 'ECONNREFUSED' && answer !== 'ENOENT') throw inUse(path, answer)
  await rm(path, { force: true })
}

/** What became of it: `connected`, or the code of the error. With a full backlog that is EAGAIN, so it never waits. */
const tryToConnect = (path: string): Promise<string> =>
  new Promise(resolve => {
    const socket = connect({ path })
    socket.once('connect', () => {
      socket.destroy()
      resolve('connected')
    })
    socket.once('error', error => resolve(codeOf(error)))
  })

const inUse = (path: string, cause: unknown): MomDoorError =>
  new MomDoorError('in-use', `${path} is the socket of another program; stop it (see: ss -xlp), or set another path`, {
    cause,
  })

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')
