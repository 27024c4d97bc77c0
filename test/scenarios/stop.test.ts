/** SIGTERM while everything is going on: the service ends with 0 within its limit, answers what it was asked, and loses nothing. */
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import type { ApplyReply } from '../../shared/api/recommendations.ts'
import type { Run } from '../../shared/plan/run.ts'
import { freePort } from '../fakes/free-port.ts'
import { eventually } from './eventually.ts'
import { openMove } from './open-move.ts'
import { signIn } from './sign-in.ts'
import { type EngineProcess, startEngine, startService } from './start-pair.ts'
import type { RunningProcess } from './start-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-stop-'))
const LIMIT_MS = 15_000
let engine: EngineProcess
const running: RunningProcess[] = []

beforeAll(async () => {
  engine = await startEngine('--seed', '7', '--start', '2026-03-02T09:00Z')
}, 120_000)
afterAll(async () => {
  for (const process of running) await process.stop('SIGKILL')
  await engine.process.stop()
  rmSync(folder, { recursive: true })
})

const settings = (store: string) => ({
  'store-file': join(folder, store),
  'units-directory': join(folder, 'none'),
  'hosts-connect': '*=simulated',
  'hosts-sample-interval': '2',
})

async function start(more: Readonly<Record<string, string>>) {
  const service = await startService(engine, more)
  running.push(service.process)
  return service
}

async function endsInTime(process: RunningProcess): Promise<void> {
  const startedMs = performance.now()
  expect(await process.stop('SIGTERM')).toBe(0)
  expect(performance.now() - startedMs).toBeLessThan(LIMIT_MS)
  expect(process.output()).not.toMatch(/"level":("error"|50)/)
}

/** A call of which the service has the head and half of the body; the rest is for when it already stops. */
async function halfACall(port: number): Promise<{ socket: Socket; rest: string; answered: Promise<string> }> {
  const body = encodeCall('runFilters', [['host_memory_balance'], [], '33333333-3333-3333-3333-333333333333', {}])
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', chunk => {
    text += String(chunk)
  })
  const answered = once(socket, 'close').then(() => text)
  await once(socket, 'connect')
  const head = ['POST / HTTP/1.1', 'Host: localhost', 'Content-Type: text/xml', `Content-Length: ${body.length}`]
  socket.write(`${[...head, 'Expect: 100-continue'].join('\r\n')}\r\n\r\n`)
  // Before it says so it may not even have seen the connection, and stopping would end that as an idle one.
  await eventually('that it wants the body', async () => text.startsWith('HTTP/1.1 100 '), { everyMs: 5 })
  socket.write(body.slice(0, 60))
  return { socket, rest: body.slice(60), answered }
}

describe('SIGTERM', { timeout: 180_000 }, () => {
  it('ends a service that reads the engine, samples hosts, answers a call and has streams open', async () => {
    const port = await freePort()
    const { process, api } = await start({ ...settings('busy.db'), 'xmlrpc-port': `${port}` })
    await eventually('figures of hosts', async () => {
      const reply = await api.get<{ hosts: { readingAgeMs?: number }[] }>('/hosts').catch(() => undefined)
      return reply?.hosts.some(({ readingAgeMs }) => readingAgeMs !== undefined)
    })
    const headers = { Authorization: `Bearer ${await signIn(engine.origin)}` }
    const stream = await fetch(`${process.match[1]}/events`, { headers })
    const streamed = stream.text()
    // Every read of VMs now takes longer than we would wait.
    await engine.sim.send('POST', '/faults', { kind: 'slow', delayMs: 60_000, pathContains: '/vms', count: 4 })
    await eventually('a read that hangs', async () => {
      const { http } = await engine.sim.get<{ http: { faults: { remaining: number }[] } }>('/state')
      return (http.faults[0]?.remaining ?? 0) < 4
    })
    const { socket, rest, answered } = await halfACall(port)
    const ended = endsInTime(process)
    await eventually('that it stops', async () => process.output().includes('Stopping.'), { everyMs: 10 })
    socket.write(rest)
    expect(await answered).toMatch(/\nHTTP\/1\.1 200 [\s\S]*<methodResponse>/)
    expect(await streamed).toMatch(/^retry: /)
    await ended
    await engine.sim.send('POST', '/faults', { kind: 'clear' })
  })

  it('leaves a step that is under way to the next start, which ends it and asks for no second migration', async () => {
    const first = await start(settings('step.db'))
    const move = await openMove(first.api)
    const { body } = await first.api.send<ApplyReply>('POST', `/recommendations/${move.id}/apply`)
    const step = await eventually('a step under way', async () => {
      const [step] = (await first.api.get<Run>(`/runs/${body.runId}`)).steps
      return step?.state === 'running' && step
    })
    await endsInTime(first.process)
    const second = await start(settings('step.db'))
    await engine.sim.send('POST', '/clock', { speed: 20 })
    const run = await eventually('the end of the run', async () => {
      const run = await second.api.get<Run>(`/runs/${body.runId}`)
      return run.endedAtMs !== undefined && run
    })
    expect(run.state).toBe('done')
    const search = encodeURIComponent(`correlation_id=${step.correlationId}`)
    const { event = [] } = await engine.api.get<{ event?: { code: string }[] }>(`/events?search=${search}`)
    expect(event.filter(({ code }) => code === '62')).toHaveLength(1)
    await endsInTime(second.process)
  })

  it('while it starts lets it start, and then ends it in order', async () => {
    const file = join(folder, 'early.db')
    let code: number | null | undefined
    const flags = { ...settings('early.db') }
    const starting = startService(engine, flags, {
      onSpawn(child) {
        child.once('exit', exit => {
          code = exit
        })
        void eventually('the store', async () => existsSync(file), { everyMs: 5 }).then(() => child.kill('SIGTERM'))
      },
    })
    const service = await starting.catch((error: Error) => expect.fail(error.message))
    await eventually('its end', async () => code !== undefined, { deadlineMs: LIMIT_MS })
    expect(code).toBe(0)
    expect(service.process.output()).toContain('Stopping.')
  })

  it('twice ends it at once, whatever still goes on', async () => {
    const port = await freePort()
    const { process } = await start({ ...settings('twice.db'), 'xmlrpc-port': `${port}`, 'hosts-connect': '' })
    // A call that never arrives as a whole keeps the end waiting.
    const { socket } = await halfACall(port)
    socket.on('error', () => undefined)
    const ended = process.stop('SIGTERM')
    await eventually('that it stops', async () => process.output().includes('Stopping.'), { everyMs: 5 })
    expect(await process.stop('SIGTERM')).toBe(1)
    expect(await ended).toBe(1)
  })
})
