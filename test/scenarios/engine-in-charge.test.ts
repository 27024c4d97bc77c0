/** The other way round: the engine discovers our units over XML-RPC, asks the balancer each minute, and migrates by itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiBase } from '../../shared/api/paths.ts'
import type { Health, UnitList } from '../../shared/api/service.ts'
import { eventually } from './eventually.ts'
import { type Caller, callerAt, signIn } from './sign-in.ts'
import { type RunningProcess, startProcess } from './start-process.ts'

const SYSTEM_MIGRATION_STARTED = '67'
const MIGRATION_DONE = '63'

let demo: RunningProcess
let api: Caller
let engine: Caller

beforeAll(async () => {
  const options = ['--port', '0', '--xmlrpc-port', '0', '--seed', '7', '--start', '2026-03-02T09:00Z', '--speed', '30']
  demo = await startProcess(['demo', '--engine-balancing', ...options], /Portal +(http:\/\/[^/]+)[\s\S]*Ready/)
  const origin = demo.match[1] ?? ''
  const token = await signIn(origin)
  api = callerAt(`${origin}${apiBase}`, token)
  engine = callerAt(`${origin}/ovirt-engine/api`, token)
}, 120_000)

afterAll(() => demo.stop())

type Events = { event?: { code: string; description: string }[] }

describe('the engine in charge', { timeout: 90_000 }, () => {
  it('has discovered our unit', async () => {
    const { units } = await eventually('the unit being seen', async () => {
      const list = await api.get<UnitList>('/units')
      return list.units.every(unit => unit.engine === 'seen') && list
    })
    expect(units.map(({ id }) => id)).toEqual(['host_memory_balance'])
  })

  it('asks our balancer and migrates what it answers', async () => {
    const started = await eventually('a migration by the engine', async () => {
      const { event = [] } = await engine.get<Events>('/events')
      return event.find(({ code }) => code === SYSTEM_MIGRATION_STARTED)
    })
    expect(started.description).toContain('host3')
    await eventually('its end', async () => {
      const { event = [] } = await engine.get<Events>('/events')
      return event.some(({ code }) => code === MIGRATION_DONE)
    })
    expect((await api.get<Health>('/health')).xmlrpc.lastCallAtMs).toBeDefined()
  })
})
