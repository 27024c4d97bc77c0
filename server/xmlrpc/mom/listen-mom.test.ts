import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aLog } from '../../../test/fakes/log.ts'
import { inMemoryMom } from '../../../test/fakes/mom/in-memory-mom.ts'
import { callMomSocket, startMomDoor } from '../../../test/fakes/mom/start-mom-door.ts'
import { encodeCall } from '../../protocol/xmlrpc/encode-call.ts'
import { listenMom, type MomDoor, type MomDoorOptions } from './listen-mom.ts'
import type { MomPort } from './mom-port.ts'

let folder: string
let path: string
const open: MomDoor[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'listen-mom-'))
  path = join(folder, 'mom.sock')
})
afterEach(async () => {
  for (const door of open.splice(0)) await door.close()
  await rm(folder, { recursive: true })
})

async function atSocket(mom: MomPort, options: Partial<MomDoorOptions> = {}): Promise<MomDoor> {
  const door = await listenMom(mom, { kind: 'unix', path }, { log: aLog().log, closeGraceMs: 50, ...options })
  if (door === undefined) throw new Error('there is no door')
  open.push(door)
  return door
}

/** What a bare connection receives until the other side closes. */
function exchangeAt(where: string, request: string): Promise<string> {
  return new Promise(resolve => {
    let received = ''
    const socket = connect({ path: where }, () => socket.write(request))
    socket.on('data', piece => {
      received += piece.toString('utf8')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(received))
  })
}

const ping = encodeCall('ping', [])
const posted = (head: string) =>
  `${head}Content-Length: ${Buffer.byteLength(ping)}\r\nContent-Type: text/xml\r\n\r\n${ping}`

/** A port whose policy is given only when the test says so. */
function slowMom() {
  const asked = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<string>()
  const mom: MomPort = {
    ...inMemoryMom(),
    getPolicy() {
      asked.resolve()
      return answer.promise
    },
  }
  return { mom, asked: asked.promise, answer: answer.resolve }
}

describe('listenMom', () => {
  it('is off', async () => {
    expect(await listenMom(inMemoryMom(), { kind: 'off' }, { log: aLog().log })).toBeUndefined()
  })

  it('answers at a port of 127.0.0.1 alone, on / and /RPC2', async () => {
    const door = await startMomDoor(inMemoryMom())
    try {
      expect(await door.call('ping')).toBe(true)
      expect((await door.post(ping, {}, '')).status).toBe(200)
      const elsewhere = fetch(`http://127.0.0.2:${door.port}/`, { method: 'POST', body: ping })
      await expect(elsewhere).rejects.toThrow('fetch failed')
    } finally {
      await door.close()
    }
  })

  it('answers at a socket of mode 0660, which is gone after closing', async () => {
    const door = await atSocket(inMemoryMom())
    expect(door.at).toEqual({ path })
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('660')
    expect(await callMomSocket(path, 'ping')).toBe(true)
    await door.close()
    expect(await readdir(folder)).toEqual([])
  })

  const hosts = [
    {
      why: 'the path in base16, as vdsm does',
      head: () => `Host: ${Buffer.from(path).toString('hex').toUpperCase()}\r\n`,
    },
    { why: 'what is no host', head: () => 'Host: a b/%\r\n' },
    { why: 'nothing', head: () => '' },
  ]
  for (const { why, head } of hosts) {
    it(`answers at a socket whoever calls it ${why}`, async () => {
      await atSocket(inMemoryMom())
      for (const where of ['/', '/RPC2']) {
        const request = posted(`POST ${where} HTTP/1.1\r\n${head()}Connection: close\r\n`)
        expect(await exchangeAt(path, request)).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*<boolean>1<\/boolean>/)
      }
    })
  }

  it('answers HTTP/1.0', async () => {
    await atSocket(inMemoryMom())
    expect(await exchangeAt(path, posted('POST /RPC2 HTTP/1.0\r\n'))).toMatch(/<boolean>1<\/boolean>/)
  })

  it('refuses pages in a browser of this machine', async () => {
    const mom = inMemoryMom()
    const door = await startMomDoor(mom)
    try {
      for (const origin of ['https://example.com', 'null']) {
        const response = await door.post(encodeCall('setPolicy', ['666']), { Origin: origin })
        expect(response.status).toBe(403)
      }
      expect(await mom.getPolicy()).toBe('0')
    } finally {
      await door.close()
    }
  })

  it('serves others while one waits for its answer, and the one that waits in the end', async () => {
    const { mom, asked, answer } = slowMom()
    await atSocket(mom)
    const waiting = callMomSocket(path, 'getPolicy')
    await asked
    expect(await callMomSocket(path, 'setNamedPolicy', 'a', '1')).toBe(true)
    expect(await callMomSocket(path, 'getNamedPolicies')).toEqual({ a: '1' })
    answer('(late)')
    expect(await waiting).toBe('(late)')
  })

  it('tells further callers to come again when too many wait', async () => {
    const { mom, asked, answer } = slowMom()
    const door = await startMomDoor(mom, { limits: { maxConcurrentCalls: 1 } })
    try {
      const waiting = door.call('getPolicy')
      await asked
      expect((await door.post(ping)).status).toBe(503)
      answer('1')
      expect(await waiting).toBe('1')
      expect(await door.call('ping')).toBe(true)
    } finally {
      await door.close()
    }
  })

  it('does not read more than it may', async () => {
    const door = await startMomDoor(inMemoryMom(), { limits: { maxBodyBytes: 1_000 } })
    try {
      expect((await door.post(encodeCall('setPolicy', ['#'.repeat(1_000)]))).status).toBe(413)
    } finally {
      await door.close()
    }
  })

  it('ends a request that does not arrive, and serves others meanwhile', async () => {
    await atSocket(inMemoryMom(), { requestTimeoutMs: 500 })
    const hanging = exchangeAt(path, 'POST /RPC2 HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc')
    expect(await callMomSocket(path, 'ping')).toBe(true)
    expect(await hanging).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('closes although somebody hangs and somebody waits', async () => {
    const { mom, asked } = slowMom()
    const door = await atSocket(mom)
    const hanging = exchangeAt(path, 'POST /RPC2 HTTP/1.1\r\n')
    const waiting = callMomSocket(path, 'getPolicy').catch(() => 'cut off')
    await asked
    await door.close()
    expect(await hanging).toBe('')
    expect(await waiting).toBe('cut off')
  })

  it('says that the port is taken', async () => {
    const door = await startMomDoor(inMemoryMom())
    try {
      const second = listenMom(inMemoryMom(), { kind: 'tcp', port: door.port }, { log: aLog().log })
      await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' })
    } finally {
      await door.close()
    }
  })
})
