import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const nameOf = /^ovirt-scheduler-plugins-(\d+)-/

/**
 * A new folder for the copies of plugins that run. Folders of processes that were killed before they could remove their own are removed
 * first; what belongs to another user, or cannot be removed, stays.
 */
export async function createStagingDirectory(base = tmpdir()): Promise<string> {
  const names = await readdir(base)
  await Promise.all(names.map(name => removeIfLeft(join(base, name), Number(nameOf.exec(name)?.[1])).catch(() => {})))
  return mkdtemp(join(base, `ovirt-scheduler-plugins-${process.pid}-`))
}

async function removeIfLeft(folder: string, pid: number): Promise<void> {
  if (Number.isNaN(pid)) return
  const { uid, mtimeMs } = await lstat(folder)
  // In a container every process has the id of the one before.
  const isLeft = pid === process.pid ? mtimeMs < performance.timeOrigin : !isAlive(pid)
  if (isLeft && uid === process.getuid?.()) await rm(folder, { recursive: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
