import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** How soon after it was written a file is taken, for whoever has no reason to wait longer. */
export const POLL_INTERVAL_MS = 500

export type DirectoryPoll = Readonly<{ close(): void }>

/**
 * Calls back when anything in the directories was added, removed or written, once it has been left alone for one
 * interval: a file is not read while an editor or a copy is still at it. By looking, not by inotify: that way it works
 * on network mounts, on directories that appear later, and without a limit on watches. Calls back once at the beginning
 * too: what changed before the first look is not known.
 */
export function pollDirectories(
  directories: readonly string[],
  intervalMs: number,
  onChange: () => void,
): DirectoryPoll {
  let told: string | undefined
  let seen: string | undefined
  let isLooking = false
  const look = async () => {
    if (isLooking) return
    isLooking = true
    const now = (await Promise.all(directories.map(directory => stampOf(directory)))).join('\n')
    isLooking = false
    if (now === seen && now !== told) {
      told = now
      onChange()
    }
    seen = now
  }
  const timer = setInterval(() => void look(), intervalMs)
  timer.unref()
  return { close: () => clearInterval(timer) }
}

/** Changes when a file of that ending is added, removed or written in any of the directories. */
export const stampOfFiles = async (directories: readonly string[], ending: string): Promise<string> =>
  (await Promise.all(directories.map(directory => stampOf(directory, ending)))).join('\n')

/** Names, sizes and times of the files in a directory, or that it cannot be read. */
async function stampOf(directory: string, ending = ''): Promise<string> {
  const names = await readdir(directory).catch(() => undefined)
  if (names === undefined) return `${directory} cannot be read`
  const wanted = names.filter(name => name.endsWith(ending))
  const stamps = await Promise.all(
    wanted.toSorted().map(async name => {
      const file = await stat(join(directory, name)).catch(() => undefined)
      return `${name} ${file?.size} ${file?.mtimeMs} ${file?.ctimeMs} ${file?.ino}`
    }),
  )
  return `${directory}: ${stamps.join(', ')}`
}
