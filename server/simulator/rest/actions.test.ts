import { describe, expect, it } from 'vitest'
import { advanceUntil, hostNamed, vmNamed } from '../../../test/fakes/sim-world.ts'
import { aSimulatedEngine } from '../../../test/fakes/simulated-engine.ts'

/** Somewhere the VM could go. */
async function destinationOf(engine: Awaited<ReturnType<typeof aSimulatedEngine>>, vmId: string): Promise<string> {
  const current = engine.world.state.vms.get(vmId)?.hostId
  const { host } = await engine.get(`/hosts?migration_target_of=${vmId}`)
  const found = [...(host ?? [])].map(({ id }) => String(id)).find(id => id !== current)
  if (found === undefined) throw new Error('the scenario leaves no destination')
  return found
}

describe('a migration', () => {
  it('has only started when the engine answers; the VM stays with its source until it is done', async () => {
    const engine = await aSimulatedEngine()
    const vm = vmNamed(engine.world, 'app-01')
    const source = vm.hostId
    const to = await destinationOf(engine, vm.id)
    const { status, json } = await engine.call(`/vms/${vm.id}/migrate`, {
      body: { host: { id: to }, force: 'true' },
      headers: { 'Correlation-Id': 'bal-17' },
    })
    expect(status).toBe(200)
    expect(json).toMatchObject({ force: 'true', host: { id: to }, status: 'complete', vm: { id: vm.id } })
    const job = await engine.get(String(json.job?.href))
    expect(job).toMatchObject({ status: 'started', external: 'false' })

    expect(await engine.get(`/vms/${vm.id}`)).toMatchObject({ status: 'migrating', host: { id: source } })
    await advanceUntil(engine.world, () => vm.status === 'up')
    expect(await engine.get(`/vms/${vm.id}`)).toMatchObject({ status: 'up', host: { id: to } })
    expect((await engine.get(String(json.job?.href))).status).toBe('finished')
    const { event } = await engine.get('/events?search=correlation_id%3Dbal-17+sortby+time')
    expect([...(event ?? [])].map(({ code }) => String(code))).toEqual(['62', '63'])
  })

  it('can be cancelled while it runs, and only then', async () => {
    const engine = await aSimulatedEngine()
    const vm = vmNamed(engine.world, 'app-01')
    const source = vm.hostId
    expect((await engine.call(`/vms/${vm.id}/cancelmigration`, { body: {} })).status).toBe(409)
    await engine.call(`/vms/${vm.id}/migrate`, { body: { host: { id: await destinationOf(engine, vm.id) } } })
    expect((await engine.call(`/vms/${vm.id}/cancelmigration`, { body: {} })).status).toBe(200)
    await advanceUntil(engine.world, () => vm.status === 'up')
    expect(vm.hostId).toBe(source)
  })

  const refusals = [
    { why: 'the VM is not running', vm: 'stopped', host: 'host2', status: 409, text: 'VM is not running' },
    {
      why: 'it is there already',
      vm: 'running',
      host: 'its own',
      status: 409,
      text: 'source and destination is the same',
    },
    { why: 'the destination is unknown', vm: 'running', host: 'nowhere', status: 400, text: 'nowhere' },
    { why: 'the VM is pinned', vm: 'pinned', host: 'host2', status: 409, text: 'Cannot migrate VM.' },
  ]
  for (const { why, vm: which, host, status, text } of refusals) {
    it(`is refused with ${status} inside the action when ${why}`, async () => {
      const engine = await aSimulatedEngine()
      const { vms } = engine.world.state
      const vm =
        which === 'stopped' ? [...vms.values()].find(each => each.status === 'down') : vmNamed(engine.world, 'app-01')
      if (vm === undefined) throw new Error('the scenario has no stopped VM')
      if (which === 'pinned') vm.placement = 'pinned'
      const id = host === 'its own' ? vm.hostId : host === 'nowhere' ? host : hostNamed(engine.world, host).id
      const reply = await engine.call(`/vms/${vm.id}/migrate`, { body: { host: { id } } })
      expect(reply.status).toBe(status)
      expect(reply.json).toMatchObject({ status: 'failed', host: { id }, fault: { reason: 'Operation Failed' } })
      expect(String(reply.json.fault?.detail)).toMatch(/^\[.*\]$/)
      expect(String(reply.json.fault?.detail)).toContain(text)
    })
  }

  it('needs a VM that exists', async () => {
    const engine = await aSimulatedEngine()
    for (const id of ['00000000-dead-beef-0000-000000000000', 'no-uuid'])
      expect(await engine.call(`/vms/${id}/migrate`, { body: {} })).toMatchObject({ status: 404, text: '' })
  })

  it('may name the host instead of its id', async () => {
    const engine = await aSimulatedEngine()
    const vm = vmNamed(engine.world, 'app-01')
    const name = engine.world.state.hosts.get(await destinationOf(engine, vm.id))?.name
    expect((await engine.call(`/vms/${vm.id}/migrate`, { body: { host: { name } } })).status).toBe(200)
  })
})

describe('other actions', () => {
  it('start and stop a VM, on a host of the caller’s choice', async () => {
    const engine = await aSimulatedEngine()
    const vm = [...engine.world.state.vms.values()].find(each => each.status === 'down')
    if (vm === undefined) throw new Error('the scenario has no stopped VM')
    const host = [...engine.world.state.hosts.values()].find(each => each.clusterId === vm.clusterId)
    const body = { vm: { placement_policy: { hosts: { host: [{ id: host?.id }] } } } }
    expect((await engine.call(`/vms/${vm.id}/start`, { body })).status).toBe(200)
    await advanceUntil(engine.world, () => vm.status === 'up')
    expect(vm.hostId).toBe(host?.id)
    expect((await engine.call(`/vms/${vm.id}/stop`, { body: {} })).status).toBe(200)
    await advanceUntil(engine.world, () => vm.status === 'down')
    expect(await engine.get(`/vms/${vm.id}`)).not.toHaveProperty('host')
  })

  it('empty a host and bring it back', async () => {
    const engine = await aSimulatedEngine()
    const host = hostNamed(engine.world, 'host4')
    const away = await engine.call(`/hosts/${host.id}/deactivate`, { body: { reason: 'new memory' } })
    expect(away).toMatchObject({ status: 200, json: { status: 'complete', reason: 'new memory' } })
    await advanceUntil(engine.world, () => host.status === 'maintenance', 3_600)
    expect((await engine.get(`/hosts/${host.id}`)).summary).toMatchObject({ total: '0' })
    expect((await engine.call(`/hosts/${host.id}/activate`, { body: {} })).status).toBe(200)
    await advanceUntil(engine.world, () => host.status === 'up')
  })

  it('are refused, not missing, when the simulator does not perform them', async () => {
    const engine = await aSimulatedEngine()
    const reply = await engine.call(`/vms/${vmNamed(engine.world, 'app-01').id}/reset`, { body: {} })
    expect(reply).toMatchObject({ status: 400, json: { status: 'failed' } })
  })

  it('accept an empty body of any type', async () => {
    const engine = await aSimulatedEngine()
    const path = `/vms/${vmNamed(engine.world, 'app-01').id}/cancelmigration`
    expect((await engine.call(path, { method: 'POST' })).status).toBe(409)
  })
})

describe('an edited VM', () => {
  it('loses its pinned hosts when a placement is sent without them', async () => {
    const engine = await aSimulatedEngine()
    const vm = vmNamed(engine.world, 'app-01')
    const put = (body: object) => engine.call(`/vms/${vm.id}`, { method: 'PUT', body })
    const host = vm.hostId
    await put({ placement_policy: { affinity: 'user_migratable', hosts: { host: [{ id: host }] } } })
    expect([vm.placement, vm.pinnedHostIds]).toEqual(['user_migratable', [host]])
    expect((await put({ name: 'renamed' })).json).toMatchObject({
      placement_policy: { hosts: { host: [{ id: host }] } },
    })
    const { json } = await put({ placement_policy: { affinity: 'migratable' } })
    expect(json.placement_policy).toEqual({ affinity: 'migratable' })
  })
})
