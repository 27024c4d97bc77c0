import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CliFailure } from '../outcome.ts'

/**
 * Of two agents of one host, the second would take back what the first has set. The lock is one that the kernel lifts when its
 * owner ends, in whatever way: Node knows no other than that of SQLite. Throws CliFailure.
 */
export function lockState(path: string): Readonly<{ release(): void }> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const lock = new DatabaseSync(`${path}.lock`, { timeout: 0 })
    try {
      lock.exec('begin exclusive')
    } catch (error) {
      lock.close()
      throw error
    }
    return { release: () => lock.close() }
  } catch (error) {
    const { errcode, message } = error as { errcode?: number; message: string }
    throw new CliFailure(
      errcode === SQLITE_BUSY
        ? `Another host-agent uses ${path}: there is one of a host.`
        : `${path} cannot be used, name another with --state: ${message}`,
      { cause: error },
    )
  }
}

const SQLITE_BUSY = 5
