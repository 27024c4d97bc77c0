import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { HostEvent } from '../host-client.ts'
import { dialSimulatedHost, type SimulatedHostOptions } from './dial-simulated-host.ts'

type Handler = (req: IncomingMessage, res: ServerResponse) => void

/** A host that says what the test wants. `streams` are the replies that carry events. */
async function start({ events = beginEvents, call = () => undefined }: { events?: Handler; call?: Handler }) {
  const streams: ServerResponse[] = []
  const asked: string[] = []
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`)
    if (!req.url?.endsWith('/events')) return call(req, res)
    streams.push(res)
    events(req, res)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const heard: HostEvent[] = []
  const dial = async (over: Partial<SimulatedHostOptions> = {}, signal = AbortSignal.timeout(20_000)) => {
    const link = await dialSimulatedHost({ origin, hostId: 'h/1', ...over })(event => heard.push(event), signal)
    onTestFinished(() => link.close())
    return link
  }
  return { server, streams, asked, heard, dial }
}

function beginEvents(_req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/event-stream' })
  res.write(': listening\n\n')
}

const answer =
  (status: number, body: string): Handler =>
  (_req, res) => {
    res.writeHead(status, { 'content-type': 'application/json' })
    res.end(body)
  }
const signal = () => AbortSignal.timeout(20_000)
const reading = { takenAtMs: 1, memory: { totalKiB: 1 }, cpus: [], numaNodes: [] }

describe('the link to a simulated host', () => {
  it('asks the paths of its host, and says what is there', async () => {
    const { asked, dial } = await start({ call: answer(200, JSON.stringify(reading)) })
    const link = await dial()
    expect(link.software).toBe('simulated host')
    expect(await link.readHost(signal())).toEqual(reading)
    expect(asked).toEqual(['GET /sim/v1/hosts/h%2F1/events', 'GET /sim/v1/hosts/h%2F1/reading'])
  })

  const answers = [
    {
      why: 'a refusal',
      status: 409,
      body: '{"code":"host-refused","message":"No."}',
      code: 'host-refused',
      says: 'No.',
    },
    {
      why: 'a VM that is not there',
      status: 404,
      body: '{"code":"host-no-such-vm","message":"?"}',
      code: 'host-no-such-vm',
    },
    {
      why: 'a host that is not there',
      status: 404,
      body: '{"code":"no-such-host","message":"?"}',
      code: 'host-unreachable',
    },
    { why: 'a gateway', status: 502, body: '<html>', code: 'host-unreachable' },
    {
      why: 'a code of its own making',
      status: 409,
      body: '{"code":"x","message":"?"}',
      code: 'host-protocol',
      ends: true,
    },
    { why: 'an error of another kind', status: 500, body: '', code: 'host-protocol', ends: true },
    { why: 'no JSON', status: 200, body: '{', code: 'host-protocol', ends: true },
    { why: 'nothing', status: 200, body: '', code: 'host-protocol', ends: true },
    {
      why: 'another shape',
      status: 200,
      body: '{"takenAtMs":"now"}',
      code: 'host-protocol',
      says: /takenAtMs/,
      ends: true,
    },
  ]
  for (const { why, status, body, code, says = /\S/, ends = false } of answers) {
    it(`is answered with ${why}: ${code}${ends ? ', and ends' : ''}`, async () => {
      const { dial } = await start({ call: answer(status, body) })
      const link = await dial()
      await expect(link.readHost(signal())).rejects.toMatchObject({ code, message: expect.stringMatching(says) })
      const ended = await Promise.race([
        link.ended.then(() => true),
        new Promise(resolve => setImmediate(resolve, false)),
      ])
      expect(ended).toBe(ends)
    })
  }

  it('is not opened by what is no stream of events', async () => {
    const { dial } = await start({ events: answer(200, '{}') })
    await expect(dial()).rejects.toMatchObject({ code: 'host-protocol' })
  })
  it('is not opened by a host that refuses', async () => {
    const { dial } = await start({ events: answer(503, '{"code":"host-unreachable","message":"host1 is down."}') })
    await expect(dial()).rejects.toMatchObject({ code: 'host-unreachable', message: 'host1 is down.' })
  })
  it('is not opened where nobody listens', async () => {
    const { server, dial } = await start({})
    server.close()
    await expect(dial()).rejects.toMatchObject({ code: 'host-unreachable' })
  })
  it('is opened in time or not at all', async () => {
    const { dial } = await start({ events: () => undefined })
    await expect(dial({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'host-timeout' })
  })
  it('is given up by who wanted it', async () => {
    const { dial } = await start({ events: () => undefined })
    const leaving = new AbortController()
    const dialling = dial({}, leaving.signal)
    leaving.abort(new Error('no longer wanted'))
    await expect(dialling).rejects.toThrow('no longer wanted')
  })

  it('waits for an answer only so long', async () => {
    const { dial } = await start({})
    const link = await dial({ timeoutMs: 100 })
    await expect(link.readHost(signal())).rejects.toMatchObject({ code: 'host-timeout' })
    await expect(link.listGuests(AbortSignal.timeout(20))).rejects.toMatchObject({ code: 'host-timeout' })
  })

  it('ends with its stream, and all calls with it', async () => {
    const { streams, dial } = await start({})
    const link = await dial()
    const asked = link.readHost(signal())
    streams[0]?.destroy()
    await expect(asked).rejects.toMatchObject({ code: 'host-unreachable' })
    expect(await link.ended).toMatchObject({ code: 'host-unreachable' })
    await expect(link.readHost(signal())).rejects.toMatchObject({ code: 'host-unreachable' })
  })

  it('ends when it hears nothing for too long', async () => {
    const { dial } = await start({})
    const link = await dial({ silenceMs: 100 })
    expect(await link.ended).toMatchObject({ code: 'host-unreachable' })
  })

  it('ends when it is closed, and says so to those who wait', async () => {
    const { dial } = await start({})
    const link = await dial()
    const asked = link.readHost(signal())
    link.close()
    await expect(asked).rejects.toMatchObject({ code: 'host-closed' })
    expect(await link.ended).toMatchObject({ code: 'host-closed' })
  })

  it('tells of events in their order, and ends at one that it does not know', async () => {
    const { streams, heard, dial } = await start({})
    const link = await dial()
    const events = [
      { kind: 'vm-stopped', vmId: 'a', because: 'migration' },
      { kind: 'tuned', vmId: 'a', names: ['cpu'] },
      { kind: 'host-changed' },
    ]
    for (const event of [...events, { kind: 'vm-exploded', vmId: 'a' }])
      streams[0]?.write(`data: ${JSON.stringify(event)}\n\n`)
    expect(await link.ended).toMatchObject({ code: 'host-protocol' })
    expect(heard).toEqual(events)
  })
})
