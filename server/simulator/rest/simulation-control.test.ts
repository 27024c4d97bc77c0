import { describe, expect, it } from 'vitest'
import { advanceUntil, vmNamed } from '../../../test/fakes/sim-world.ts'
import { aSimulatedEngine, type SimulatedEngine } from '../../../test/fakes/simulated-engine.ts'

const inject = (engine: SimulatedEngine, fault: object) => engine.call('/sim/v1/faults', { body: fault })

describe('the requests that reached the engine', () => {
  it('are told with their ids, also those that are answered with a fault', async () => {
    const engine = await aSimulatedEngine()
    await inject(engine, { kind: 'status', status: 500 })
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    await engine.call('/hosts?max=1', { headers: { traceparent } })
    await engine.call('/vms', { headers: { 'Correlation-Id': 'c-1' } })
    expect((await engine.call('/sim/v1/requests')).json).toEqual({
      requests: [
        { method: 'GET', path: '/ovirt-engine/api/hosts?max=1', traceparent },
        { method: 'GET', path: '/ovirt-engine/api/vms', correlationId: 'c-1' },
      ],
    })
  })
})

describe('faults of the engine', () => {
  it('can be a rule that nobody else knows', async () => {
    const engine = await aSimulatedEngine()
    const vm = vmNamed(engine.world, 'web-01')
    await inject(engine, { kind: 'unknown-rule', name: 'Licence', vmId: vm.id, message: 'The licence is missing.' })
    const { status, text } = await engine.call(`/vms/${vm.id}/migrate`, { body: {} })
    expect(status).toBe(409)
    expect(text).toContain('did not satisfy internal filter Licence because The licence is missing.')
    expect((await inject(engine, { kind: 'unknown-rule', name: 'no blanks' })).status).toBe(400)
  })

  it('hit the next requests, then stop', async () => {
    const engine = await aSimulatedEngine()
    await inject(engine, { kind: 'status', status: 500, count: 2 })
    const statuses = [await engine.call(''), await engine.call(''), await engine.call('')].map(({ status }) => status)
    expect(statuses).toEqual([500, 500, 200])
  })

  it('can be the page of a proxy', async () => {
    const engine = await aSimulatedEngine()
    await inject(engine, { kind: 'html', status: 502 })
    const { status, text, headers } = await engine.call('/hosts')
    expect([status, headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8'])
    expect(text).toContain('<title>502 Proxy Error</title>')
  })

  it('hit only the paths they are meant for', async () => {
    const engine = await aSimulatedEngine()
    await inject(engine, { kind: 'status', pathContains: '/vms' })
    expect((await engine.call('/hosts')).status).toBe(200)
    expect((await engine.call('/vms')).status).toBe(503)
  })

  for (const encoding of ['identity', 'gzip']) {
    it(`break an answer off half way (${encoding})`, async () => {
      const engine = await aSimulatedEngine()
      await inject(engine, { kind: 'truncated', pathContains: '/hosts' })
      const headers = { 'Accept-Encoding': encoding }
      await expect(engine.call('/hosts', { headers })).rejects.toThrow('terminated')
      expect((await engine.call('/hosts', { headers })).status).toBe(200)
    })
  }

  it('reset the connection', async () => {
    const engine = await aSimulatedEngine()
    await inject(engine, { kind: 'reset' })
    await expect(engine.call('/hosts')).rejects.toThrow('fetch failed')
  })

  it('make an answer wait', async () => {
    const engine = await aSimulatedEngine()
    await inject(engine, { kind: 'slow', delayMs: 60 })
    const before = performance.now()
    expect((await engine.call('')).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThanOrEqual(55)
  })

  it('take the engine down, login included, until it is brought back', async () => {
    const engine = await aSimulatedEngine()
    await inject(engine, { kind: 'down', down: true })
    for (const path of ['', '/ovirt-engine/services/health', '/ovirt-engine/sso/status'])
      expect((await engine.call(path)).status).toBe(503)
    await inject(engine, { kind: 'down', down: false })
    expect((await engine.call('')).status).toBe(200)
  })

  it('expire every token', async () => {
    const engine = await aSimulatedEngine()
    await inject(engine, { kind: 'expire-tokens' })
    expect((await engine.call('')).status).toBe(401)
    expect((await engine.call('', { token: await engine.logIn('admin') })).status).toBe(200)
  })

  it('refuse and fail migrations', async () => {
    const engine = await aSimulatedEngine()
    const vm = vmNamed(engine.world, 'app-01')
    const { host } = await engine.get(`/hosts?migration_target_of=${vm.id}`)
    const to = [...(host ?? [])].map(({ id }) => String(id)).find(id => id !== vm.hostId)
    const migrate = () => engine.call(`/vms/${vm.id}/migrate`, { body: { host: { id: to } } })

    await inject(engine, { kind: 'refuse-migrations', vmId: vm.id, message: 'Not today.' })
    expect(await migrate()).toMatchObject({
      status: 409,
      json: { fault: { detail: '[Cannot migrate VM. Not today.]' } },
    })

    await inject(engine, { kind: 'clear' })
    await inject(engine, { kind: 'fail-migrations', count: 1 })
    const source = vm.hostId
    expect((await migrate()).status).toBe(200)
    await advanceUntil(engine.world, () => vm.status === 'up')
    expect(vm.hostId).toBe(source)
    expect(engine.world.state.events.some(({ code }) => code === 120)).toBe(true)
  })
})

describe('the simulation', () => {
  it('tells its state', async () => {
    const engine = await aSimulatedEngine()
    await inject(engine, { kind: 'status', count: 3, pathContains: '/x' })
    const { json } = await engine.call('/sim/v1/state', { token: undefined })
    expect(json).toMatchObject({ hosts: 12, migrating: 0, http: { down: false, faults: [{ remaining: 3 }] } })
  })

  it('advances when told to', async () => {
    const engine = await aSimulatedEngine()
    const before = engine.world.now()
    await engine.call('/sim/v1/clock', { body: { advanceMs: 60_000 } })
    expect(engine.world.now()).toBe(before + 60_000)
  })

  it('changes speed where its clock allows', async () => {
    let speed = 1
    const setSpeed = (wanted: number) => {
      speed = wanted
    }
    const controls = { speed: () => speed, setSpeed }
    const engine = await aSimulatedEngine({ controls })
    expect((await engine.call('/sim/v1/clock', { body: { speed: 60 } })).json).toMatchObject({ speed: 60 })
    const still = await aSimulatedEngine()
    expect((await still.call('/sim/v1/clock', { body: { speed: 60 } })).status).toBe(409)
  })

  it('configures and restarts the engine, which forgets its sessions and discovers anew', async () => {
    let restarts = 0
    const restart = async () => {
      restarts += 1
    }
    const engine = await aSimulatedEngine({ controls: { restart } })
    const { json } = await engine.call('/sim/v1/engine', { body: { balancingEnabled: true, restart: true } })
    expect(json).toMatchObject({ balancingEnabled: true })
    expect([restarts, (await engine.call('')).status]).toEqual([1, 401])
  })

  const refused = [
    { path: 'faults', body: {}, problem: 'kind' },
    { path: 'faults', body: { kind: 'status', status: 200 }, problem: 'status' },
    { path: 'faults', body: { kind: 'slow' }, problem: 'delayMs' },
    { path: 'faults', body: { kind: 'html', tpyo: 1 }, problem: 'tpyo' },
    { path: 'clock', body: { advanceMs: -1 }, problem: 'advanceMs' },
    { path: 'clock', body: { speed: 'fast' }, problem: 'speed' },
    { path: 'engine', body: { restart: false }, problem: 'restart' },
    { path: 'engine', body: '{', problem: 'body' },
  ]
  for (const { path, body, problem } of refused) {
    it(`refuses ${JSON.stringify(body)} and names ${problem}`, async () => {
      const engine = await aSimulatedEngine()
      const reply = await engine.call(`/sim/v1/${path}`, { body })
      expect(reply.status).toBe(400)
      expect(JSON.stringify(reply.json.problems)).toContain(problem)
    })
  }
})
