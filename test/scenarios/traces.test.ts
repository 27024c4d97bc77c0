/** One id from a click to the engine: the reply, the run, the audit, the log of the drive and the engine's own requests, over a kill -9. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplyReply } from '../../shared/api/recommendations.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { Run } from '../../shared/plan/run.ts'
import { eventually } from './eventually.ts'
import { openMove } from './open-move.ts'
import { signIn } from './sign-in.ts'
import { type EngineProcess, type ServiceProcess, startEngine, startService } from './start-pair.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-traces-'))
const settings = { 'store-file': join(folder, 'store.db'), 'units-directory': folder, 'log-level': 'debug' }
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`

let engine: EngineProcess
let service: ServiceProcess
beforeAll(async () => {
  engine = await startEngine('--seed', '7', '--start', '2026-03-02T09:00Z')
  service = await startService(engine, settings)
}, 120_000)
afterAll(async () => {
  await service.process.stop()
  await engine.process.stop()
  rmSync(folder, { recursive: true })
})

async function ask(method: string, path: string, headers: Record<string, string> = {}) {
  const reply = await fetch(`${service.process.match[1]}${path}`, {
    method,
    headers: { Authorization: `Bearer ${await signIn(engine.origin)}`, ...headers },
  })
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Record<string, unknown> }
}

type Line = Readonly<{ msg: string; traceId?: string; spanId?: string; [field: string]: unknown }>
const linesOf = ({ process }: ServiceProcess): Line[] =>
  process
    .output()
    .split('\n')
    .flatMap(line => (line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line) as Line] : []))

type Reached = Readonly<{ method: string; path: string; correlationId?: string; traceparent?: string }>
const reached = async (): Promise<Reached[]> => (await engine.sim.get<{ requests: Reached[] }>('/requests')).requests
const ofTrace = (requests: readonly Reached[]) => requests.filter(one => one.traceparent?.includes(traceId))

/** The lines about steps, once there are as many. */
const driven = (of: ServiceProcess, count: number) =>
  eventually(`${count} lines about steps`, async () => {
    const said = linesOf(of).filter(({ msg }) => msg === 'A step of a run has got further.')
    return said.length >= count && said.map(line => [line.state, line.traceId])
  })

describe('a trace', { timeout: 120_000 }, () => {
  let run: Run
  let killed: ServiceProcess

  it('is answered with, and kept with the run that the request began', async () => {
    const { id } = await openMove(service.api)
    const { status, headers, body } = await ask('POST', `/recommendations/${id}/apply`, { traceparent })
    expect(status).toBe(202)
    expect(headers.get('x-request-id')).toBe(traceId)
    expect(headers.get('traceparent')).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`))
    run = await service.api.get<Run>(`/runs/${(body as ApplyReply).runId}`)
    expect(run.traceId).toBe(traceId)
  })

  it('is that of the drive, also by another process of the service', async () => {
    await eventually('the migration', async () => {
      run = await service.api.get<Run>(`/runs/${run.id}`)
      return run.steps[0]?.state === 'running'
    })
    killed = service
    await killed.process.stop('SIGKILL')
    service = await startService(engine, settings)
    await engine.sim.send('POST', '/clock', { speed: 20 })
    run = await eventually('the end of the run', async () => {
      const now = await service.api.get<Run>(`/runs/${run.id}`)
      return now.endedAtMs !== undefined && now
    })
    expect([run.state, run.traceId]).toEqual(['done', traceId])
    expect(await driven(killed, 2)).toEqual([
      ['requested', traceId],
      ['running', traceId],
    ])
    expect(await driven(service, 1)).toEqual([['done', traceId]])
  })

  it('is on each entry of the audit about the run, and on no other', async () => {
    const { entries } = await service.api.get<{ entries: AuditEntry[] }>('/history')
    const ofRun = entries.filter(({ subject, detail }) => subject === run.id || detail.runId === run.id)
    expect(ofRun.map(entry => [entry.action, entry.detail.state, entry.traceId]).toReversed()).toEqual([
      ['apply', undefined, traceId],
      ['step', 'requested', traceId],
      ['step', 'running', traceId],
      ['step', 'done', traceId],
    ])
    expect(entries.filter(entry => entry.traceId === traceId)).toEqual(ofRun)
    const { entries: found } = await service.api.get<{ entries: AuditEntry[] }>(`/history?text=${traceId}`)
    expect(found).toEqual(ofRun)
  })

  it('reaches the engine with what was asked for the run, beside the correlation id of its step', async () => {
    const step = run.steps[0]
    const migrate = (await reached()).filter(({ path }) => path.endsWith(`/vms/${step?.vm.id}/migrate`))
    expect(migrate).toMatchObject([{ method: 'POST', correlationId: step?.correlationId }])
    expect(migrate[0]?.traceparent).toMatch(new RegExp(`^00-${traceId}-`))

    const said = linesOf(killed).find(
      ({ msg, path }) => msg === 'Asked the engine.' && String(path).endsWith('/migrate'),
    )
    expect(said).toMatchObject({ traceId, correlationId: step?.correlationId, outcome: '200' })
    expect(migrate[0]?.traceparent).toContain(`-${said?.spanId}-`)
    const { event = [] } = await engine.api.get<{ event?: { code: string }[] }>(
      `/events?search=${encodeURIComponent(`correlation_id=${step?.correlationId}`)}`,
    )
    expect(event.map(({ code }) => code)).toEqual(expect.arrayContaining(['62', '63']))

    const looks = ofTrace(await reached()).filter(({ method }) => method === 'GET')
    expect(looks.map(({ path }) => path)).toContain(`/ovirt-engine/api/vms/${step?.vm.id}`)
  })

  it('ends with its work: each later round of the service has one of its own', async () => {
    const readsAfterwards = () => {
      const lines = linesOf(service)
      const ended = lines.findIndex(({ state }) => state === 'done')
      return lines.slice(ended).filter(({ path }) => path === '/ovirt-engine/api/clusters')
    }
    const reads = await eventually('four reads', async () => readsAfterwards().length >= 4 && readsAfterwards())
    // One follows the run at once, to see what it has left behind.
    const [ours = [], others = []] = [true, false].map(is => reads.filter(read => (read.traceId === traceId) === is))
    expect(ours.length).toBeLessThanOrEqual(1)
    const ids = others.map(read => read.traceId)
    expect(new Set(ids).size).toBe(ids.length)
    // All that a read asks is of one trace; the last may be under way.
    const paths = (id?: string) => linesOf(service).flatMap(line => (line.traceId === id ? line.path : []))
    for (const id of ids.slice(0, -1)) expect(paths(id)).toContain('/ovirt-engine/api/hosts')
  })

  it('that is none is not taken over, and an error tells the new one', async () => {
    const { status, headers, body } = await ask('GET', '/runs/none', {
      traceparent: traceparent.toUpperCase(),
      'X-Request-Id': 'portal-7',
    })
    expect([status, body.requestId, headers.get('x-request-id')]).toEqual([404, 'portal-7', 'portal-7'])
    expect(body.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(body.traceId).not.toBe(traceId)
    expect(headers.get('traceparent')).toContain(`00-${String(body.traceId)}-`)
    const line = await eventually('the line of the reply', async () =>
      linesOf(service).find(({ msg, requestId }) => msg === 'Answered a request.' && requestId === 'portal-7'),
    )
    expect(line.traceId).toBe(body.traceId)
  })
})
