import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { connect, createServer as createNetServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listenUnix } from './listen-unix.ts'

let folder: string
let path: string
const servers: Server[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'listen-unix-'))
  path = join(folder, 'mom.sock')
})
afterEach(async () => {
  for (const server of servers.splice(0)) server.close()
  await rm(folder, { recursive: true })
})

function aServer(): Server {
  const server = createServer()
  servers.push(server)
  return server
}

const outcome = (at: string) =>
  new Promise<string>(resolve => {
    const socket = connect({ path: at }, () => resolve('connected'))
    socket.once('connect', () => socket.destroy())
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)))
  })

/** A socket whose owner was killed. */
async function leaveSocketBehind(): Promise<void> {
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('here'))`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await outcome(path)).toBe('ECONNREFUSED')
}

describe('listenUnix', () => {
  it('listens for owner and group, leaves nothing else in the folder, and takes the socket away again', async () => {
    const remove = await listenUnix(aServer(), path)
    const { mode } = await stat(path)
    expect((mode & 0o777).toString(8)).toBe('660')
    expect(await readdir(folder)).toEqual(['mom.sock'])
    expect(await outcome(path)).toBe('connected')
    await remove()
    expect(await readdir(folder)).toEqual([])
    await remove()
  })

  it('needs no right to any folder but that of the socket', async () => {
    const inner = join(folder, 'inner')
    await mkdir(inner)
    const seen: (string | null)[] = []
    const watcher = watch(folder, (_event, name) => seen.push(name))
    try {
      await listenUnix(aServer(), join(inner, 'mom.sock'))
      await writeFile(join(folder, 'last'), '')
      await expect.poll(() => seen).toContain('last')
      expect(new Set(seen)).toEqual(new Set(['last']))
    } finally {
      watcher.close()
    }
  })

  it('is never there with another mode', async () => {
    const before = process.umask(0)
    const seen = new Set<string>()
    const rounds = new AbortController()
    const look = async () => {
      while (!rounds.signal.aborted) {
        const found = await stat(path).catch(() => undefined)
        if (found !== undefined) seen.add((found.mode & 0o777).toString(8))
      }
    }
    try {
      const looking = look()
      for (let round = 0; round < 50; round++) await (await listenUnix(aServer(), path))()
      rounds.abort()
      await looking
      expect([...seen]).toEqual(['660'])
    } finally {
      process.umask(before)
    }
  })

  it('replaces a socket that nobody answers at', async () => {
    await leaveSocketBehind()
    await listenUnix(aServer(), path)
    expect(await outcome(path)).toBe('connected')
  })

  it('leaves a socket alone that answers', async () => {
    const other = createNetServer().listen(path)
    await once(other, 'listening')
    try {
      await expect(listenUnix(aServer(), path)).rejects.toMatchObject({
        code: 'in-use',
        message: expect.stringContaining(`${path} is the socket of another program`),
      })
      expect(await outcome(path)).toBe('connected')
      expect(await readdir(folder)).toEqual(['mom.sock'])
    } finally {
      other.close()
    }
  })

  it('lets one of two have it', async () => {
    const both = await Promise.allSettled([listenUnix(aServer(), path), listenUnix(aServer(), path)])
    const refused = both.flatMap(each => (each.status === 'rejected' ? [each.reason] : []))
    expect(refused).toEqual([expect.objectContaining({ code: 'in-use' })])
    expect(await outcome(path)).toBe('connected')
    expect(await readdir(folder)).toEqual(['mom.sock'])
  })

  const others: [string, () => Promise<unknown>][] = [
    ['a file', () => writeFile(path, 'kept')],
    ['a folder', () => mkdir(path)],
    ['a link to nowhere', () => symlink('/nowhere', path)],
  ]
  for (const [what, make] of others) {
    it(`leaves ${what} alone`, async () => {
      await make()
      await expect(listenUnix(aServer(), path)).rejects.toMatchObject({ code: 'not-a-socket' })
      expect(await readdir(folder)).toEqual(['mom.sock'])
      if (what === 'a file') expect(await readFile(path, 'utf8')).toBe('kept')
    })
  }

  it('does not take away what somebody else put there since', async () => {
    const remove = await listenUnix(aServer(), path)
    await rm(path)
    await listenUnix(aServer(), path)
    await remove()
    expect(await outcome(path)).toBe('connected')
  })

  it('says that there is no such folder', async () => {
    await expect(listenUnix(aServer(), join(folder, 'none', 'mom.sock'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('takes the longest path that is allowed', async () => {
    const long = join(folder, 'x'.repeat(97 - folder.length - 1))
    await listenUnix(aServer(), long)
    expect(await outcome(long)).toBe('connected')
    const deep = join(folder, 'y'.repeat(97 - folder.length - 3), 'z')
    await mkdir(join(deep, '..'))
    await listenUnix(aServer(), deep)
    expect(await outcome(deep)).toBe('connected')
  })
})
