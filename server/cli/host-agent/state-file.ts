import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { type TouchedHost, touchedHostSchema } from '../../../shared/plan/touched-host.ts'
import type { TouchedStore } from '../../tuning/restore/touched-knobs.ts'

/** Where root keeps it, and every other user: XDG Base Directory Specification, which has relative paths ignored. */
export function usualStateFile(
  uid = process.getuid?.(),
  { XDG_STATE_HOME = '' }: Readonly<{ XDG_STATE_HOME?: string | undefined }> = process.env,
): string {
  const folder = isAbsolute(XDG_STATE_HOME) ? XDG_STATE_HOME : join(homedir(), '.local/state')
  return join(uid === 0 ? '/var/lib' : folder, 'ovirt-scheduler', 'host-agent-state.json')
}

/** `state-unreadable`: what an earlier run has changed on this host is not known. */
export class StateFileError extends Error {
  readonly code = 'state-unreadable'
  override name = 'StateFileError'
}

/**
 * What is not as it was found on one host, in one file of JSON (`TouchedHost`), for its owner only. It is replaced as a whole, and on the
 * disk when a write resolves. A file that cannot be read is never written over. Reading rejects with StateFileError.
 */
export function createStateFile(path: string, hostId: string): TouchedStore {
  return {
    async listTouchedHosts() {
      const text = await textOf(path)
      return text === undefined ? [] : [parse(text, path, hostId)]
    },
    async putTouchedHost(touched) {
      const folder = dirname(path)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const next = `${path}.new`
      {
        await using file = await open(next, 'w', 0o600)
        await file.writeFile(`${JSON.stringify(touched)}\n`)
        await file.sync()
      }
      await rename(next, path)
      await using entry = await open(folder)
      await entry.sync()
    },
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(path, error)
  }
}

function parse(text: string, path: string, hostId: string): TouchedHost {
  try {
    const touched = touchedHostSchema.parse(JSON.parse(text))
    if (touched.hostId !== hostId) throw new Error(`it is of the host ${touched.hostId}`)
    return touched
  } catch (error) {
    throw unreadable(path, error)
  }
}

const unreadable = (path: string, cause: unknown): StateFileError =>
  new StateFileError(
    `${path} says what was changed on this host, and cannot be read: ${(cause as Error).message}. Nothing is changed until it is mended or moved away.`,
    { cause },
  )
