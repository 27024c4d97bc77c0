import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pollDirectories, stampOfFiles } from './poll-directories.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'poll-'))
})
afterEach(() => rm(directory, { recursive: true }))

const INTERVAL_MS = 5

/** Each call back, to be waited for. */
function aPoll(directories: readonly string[]) {
  let told = Promise.withResolvers<void>()
  const poll = pollDirectories(directories, INTERVAL_MS, () => {
    told.resolve()
    told = Promise.withResolvers<void>()
  })
  return { next: () => told.promise, [Symbol.dispose]: poll.close }
}

describe('pollDirectories', () => {
  it('tells once at the beginning, and then of each change', async () => {
    using poll = aPoll([directory, join(directory, 'later')])
    await poll.next()
    const changes = [
      () => writeFile(join(directory, 'a.ts'), 'one'),
      () => writeFile(join(directory, 'a.ts'), 'another'),
      () => rename(join(directory, 'a.ts'), join(directory, 'b.ts')),
      () => mkdir(join(directory, 'later')),
      () => writeFile(join(directory, 'later', 'a.conf'), ''),
      () => rm(join(directory, 'b.ts')),
    ]
    for (const change of changes) {
      const told = poll.next()
      await change()
      await told
    }
  })

  it('waits until a file is left alone', async () => {
    using poll = aPoll([directory])
    await poll.next()
    let isTold = false
    const told = poll.next().then(() => {
      isTold = true
    })
    let writes = 0
    // Each look finds another size: whoever writes is not done.
    for (; writes < 20 && !isTold; writes += 1) {
      await writeFile(join(directory, 'a.ts'), 'x'.repeat(writes))
      await new Promise(resolve => setImmediate(resolve))
    }
    await told
    expect(writes).toBeGreaterThan(1)
  })
})

describe('stampOfFiles', () => {
  it('changes with files of that ending alone', async () => {
    const stamp = () => stampOfFiles([directory, join(directory, 'absent')], '.conf')
    const stamps = [await stamp()]
    await writeFile(join(directory, 'a.ts'), 'one')
    expect(await stamp()).toBe(stamps[0])
    await writeFile(join(directory, 'a.conf'), 'one')
    stamps.push(await stamp())
    await writeFile(join(directory, 'a.conf'), 'two')
    // A copy that keeps times and has the same size is a change too.
    await utimes(join(directory, 'a.conf'), 0, 0)
    stamps.push(await stamp())
    await writeFile(join(directory, 'a.conf'), 'six')
    await utimes(join(directory, 'a.conf'), 0, 0)
    stamps.push(await stamp())
    expect(new Set(stamps).size).toBe(4)
  })
})
