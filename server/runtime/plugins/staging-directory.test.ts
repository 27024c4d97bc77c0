import { spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStagingDirectory } from './staging-directory.ts'

let base = ''
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'staging-'))
})
afterEach(() => rmSync(base, { recursive: true }))

/** The id of a process that has ended. */
const ended = () => spawnSync('true').pid

function leave(pid: number, at = new Date()): string {
  const name = `ovirt-scheduler-plugins-${pid}-abcdef`
  const folder = join(base, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'plugin.ts'), 'export {}')
  utimesSync(folder, at, at)
  return name
}

describe('the staging directory', () => {
  it('is a new one each time, also for a second engine of the same process', async () => {
    const [first, second] = [await createStagingDirectory(base), await createStagingDirectory(base)]
    expect(
      readdirSync(base)
        .map(name => join(base, name))
        .sort(),
    ).toEqual([first, second].sort())
  })

  const longAgo = new Date(performance.timeOrigin - 60_000)
  const cases: readonly [string, () => number, Date | undefined, 'removed' | 'kept'][] = [
    ['of a process that was killed', ended, undefined, 'removed'],
    ['of one that had our id before us', () => process.pid, longAgo, 'removed'],
    ['of our own', () => process.pid, undefined, 'kept'],
    ['of one that runs', () => process.ppid, longAgo, 'kept'],
  ]
  it.each(cases)('of before, %s', async (_whose, pid, at, outcome) => {
    const name = leave(pid(), at)
    await createStagingDirectory(base)
    expect(readdirSync(base).includes(name)).toBe(outcome === 'kept')
  })

  it('lets everything else be', async () => {
    writeFileSync(join(base, 'ovirt-scheduler-plugins-mine'), '')
    mkdirSync(join(base, `another-${ended()}-abcdef`))
    const before = readdirSync(base)
    await createStagingDirectory(base)
    expect(readdirSync(base)).toEqual(expect.arrayContaining(before))
  })

  it.skipIf(process.getuid?.() !== 0)('lets be what is another user’s', async () => {
    const name = leave(ended())
    chownSync(join(base, name), 65_534, 65_534)
    await createStagingDirectory(base)
    expect(readdirSync(base)).toContain(name)
  })
})
