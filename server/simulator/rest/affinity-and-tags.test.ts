import { describe, expect, it } from 'vitest'
import { vmNamed } from '../../../test/fakes/sim-world.ts'
import { aSimulatedEngine } from '../../../test/fakes/simulated-engine.ts'

describe('an affinity group', () => {
  it('lists its members inline, and a list that is sent replaces the old one', async () => {
    const engine = await aSimulatedEngine()
    const [one, two] = ['app-01', 'app-02'].map(name => vmNamed(engine.world, name).id)
    const base = `/clusters/${vmNamed(engine.world, 'app-01').clusterId}/affinitygroups`
    const created = await engine.call(base, {
      body: { name: 'apart', positive: false, enforcing: true, vms: { vm: [{ id: one }, { id: two }] } },
    })
    expect(created).toMatchObject({
      status: 201,
      json: { vms_rule: { enabled: 'true', positive: 'false' }, hosts: { host: [] }, positive: 'false' },
    })
    const path = `${base}/${String(created.json.id)}`
    const changed = await engine.call(path, {
      method: 'PUT',
      body: { vms: { vm: [{ id: two }] }, priority: 2.123456789 },
    })
    expect(changed.json).toMatchObject({ name: 'apart', priority: 2.1234568, vms: { vm: [{ id: two }] } })
    expect((await engine.call(`${path}/vms`, { body: { id: one } })).status).toBe(200)
    expect((await engine.call(`${path}/vms/${two}`, { method: 'DELETE' })).status).toBe(200)
    expect((await engine.get(path)).vms).toMatchObject({ vm: [{ id: one }] })
    expect((await engine.call(path, { method: 'DELETE' })).status).toBe(200)
    expect((await engine.call(path)).status).toBe(404)
  })

  it('says when it is broken', async () => {
    const engine = await aSimulatedEngine()
    const vm = vmNamed(engine.world, 'app-01')
    const mates = [...engine.world.state.vms.values()].filter(({ hostId }) => hostId === vm.hostId).slice(0, 2)
    const body = (positive: boolean) => ({
      name: `group ${positive}`,
      vms_rule: { enabled: true, positive, enforcing: true },
      vms: { vm: mates.map(({ id }) => ({ id })) },
    })
    const base = `/clusters/${vm.clusterId}/affinitygroups`
    expect((await engine.call(base, { body: body(true) })).json.broken).toBe('false')
    expect((await engine.call(base, { body: body(false) })).json.broken).toBe('true')
  })

  it('refuses a member of another cluster, an unknown one and a name in use', async () => {
    const engine = await aSimulatedEngine()
    const vm = vmNamed(engine.world, 'app-01')
    const foreign = [...engine.world.state.vms.values()].find(({ clusterId }) => clusterId !== vm.clusterId)
    const base = `/clusters/${vm.clusterId}/affinitygroups`
    const statusOf = async (body: object) => (await engine.call(base, { body })).status
    expect(await statusOf({ name: 'a', vms: { vm: [{ id: foreign?.id }] } })).toBe(400)
    expect(await statusOf({ name: 'a', hosts: { host: [{ id: 'nowhere' }] } })).toBe(400)
    expect(await statusOf({ name: 'a' })).toBe(201)
    expect(await statusOf({ name: 'a' })).toBe(400)
  })
})

describe('labels and tags', () => {
  it('are seen from both sides', async () => {
    const engine = await aSimulatedEngine()
    const vm = vmNamed(engine.world, 'app-01').id
    const { json: label } = await engine.call('/affinitylabels', { body: { name: 'ssd' } })
    expect((await engine.call(`/vms/${vm}/affinitylabels`, { body: { id: label.id } })).status).toBe(200)
    expect((await engine.get(`/affinitylabels/${String(label.id)}?follow=vms`)).vms).toMatchObject({ vm: [{ id: vm }] })
    expect((await engine.get(`/vms/${vm}/affinitylabels`)).affinity_label?.[0]?.name).toBe('ssd')

    expect((await engine.call(`/vms/${vm}/tags`, { body: { name: 'no-balance' } })).status).toBe(201)
    const { tag } = await engine.get(`/vms/${vm}/tags`)
    expect(tag?.[0]).toMatchObject({ name: 'no-balance', vm: { id: vm } })
    expect((await engine.call(`/vms/${vm}/tags/${String(tag?.[0]?.id)}`, { method: 'DELETE' })).status).toBe(200)
    expect(await engine.get(`/vms/${vm}/tags`)).toEqual({})
    expect((await engine.call(`/vms/${vm}/tags`, { body: { name: 'unheard-of' } })).status).toBe(400)
  })
})
