import { describe, expect, it } from 'vitest'
import { aSimulatedEngine, type SimulatedEngine } from '../../../test/fakes/simulated-engine.ts'

const aRole = (over: object = {}) => ({
  name: 'Mover',
  administrative: true,
  permits: { permit: [{ id: '6' }, { id: '401' }] },
  ...over,
})
const permitsOf = async (engine: SimulatedEngine, name: string) => {
  const { role } = await engine.get('/roles?follow=permits')
  const found = [...(role ?? [])].find(one => String(one.name) === name)
  return [...(found?.permits?.permit ?? [])].map(permit => String(permit.name))
}
const userIdOf = async (engine: SimulatedEngine, login: string) => {
  const { user } = await engine.get(`/users?search=usrname%3D${login}%40internal-authz`)
  return String([...(user ?? [])][0]?.id)
}

describe('roles of the simulated engine', () => {
  it('adds one with its permits by number, and more of them by number or name', async () => {
    const engine = await aSimulatedEngine()
    const made = await engine.call('/roles', { body: aRole() })
    expect([made.status, String(made.json.mutable), String(made.json.administrative)]).toEqual([201, 'true', 'true'])
    const path = `/roles/${String(made.json.id)}/permits`
    for (const body of [{ id: '1400' }, { name: 'login' }]) expect((await engine.call(path, { body })).status).toBe(201)
    const all = ['migrate_vm', 'edit_cluster_configuration', 'inject_external_events', 'login']
    expect(await permitsOf(engine, 'Mover')).toEqual(all)
    const again = await engine.call(path, { body: { name: 'login' } })
    expect([again.status, again.text]).toEqual([400, expect.stringContaining('already attached')])
  })

  it.each([
    { why: 'no name', body: aRole({ name: undefined }), status: 400, says: 'Role [name] required for add' },
    {
      why: 'a permit by name alone',
      body: aRole({ permits: { permit: [{ name: 'login' }] } }),
      status: 400,
      says: 'Role [permits.id] required for add',
    },
    { why: 'no permit', body: aRole({ permits: undefined }), status: 400, says: 'empty' },
    { why: 'no type', body: aRole({ administrative: undefined }), status: 400, says: 'type cannot be empty' },
    { why: 'an unknown permit', body: aRole({ permits: { permit: [{ id: '9' }] } }), status: 400, says: '9 is not' },
    { why: 'what users may not have', body: aRole({ administrative: false }), status: 400, says: 'role of users' },
    { why: 'a name that is taken', body: aRole({ name: 'ClusterAdmin' }), status: 409, says: 'already in use' },
  ])('refuses $why', async ({ body, status, says }) => {
    const engine = await aSimulatedEngine()
    const reply = await engine.call('/roles', { body })
    expect([reply.status, reply.text]).toEqual([status, expect.stringContaining(says)])
  })

  it('leaves predefined roles as they are', async () => {
    const engine = await aSimulatedEngine()
    const path = '/roles/def00001-0000-0000-0000-def000000001/permits'
    const reply = await engine.call(path, { body: { name: 'inject_external_events' } })
    expect([reply.status, reply.text]).toEqual([400, expect.stringContaining('read-only')])
  })

  it('gives a role to a user in the whole system, once', async () => {
    const engine = await aSimulatedEngine()
    const { json } = await engine.call('/roles', { body: aRole() })
    const body = { role: { id: json.id }, user: { id: await userIdOf(engine, 'readonly') } }
    const [first, second] = [await engine.call('/permissions', { body }), await engine.call('/permissions', { body })]
    expect([first.status, second.status, second.json.id]).toEqual([201, 201, first.json.id])
    const token = await engine.logIn('readonly')
    const { cluster } = await engine.get('/clusters')
    const path = `/clusters/${String([...(cluster ?? [])][0]?.id)}`
    expect((await engine.call(path, { method: 'PUT', token, body: {} })).status).toBe(200)
  })

  it('lets only those who may, and only the super user give administrative roles', async () => {
    const engine = await aSimulatedEngine()
    const permits = { permit: [{ id: '501' }, { id: '502' }] }
    const { json } = await engine.call('/roles', { body: aRole({ name: 'Giver', permits }) })
    const user = { id: await userIdOf(engine, 'readonly') }
    const token = await engine.logIn('readonly')
    expect((await engine.call('/roles', { token, body: aRole() })).status).toBe(403)
    const body = { role: { id: json.id }, user }
    expect((await engine.call('/permissions', { token, body })).status).toBe(403)
    expect((await engine.call('/permissions', { body })).status).toBe(201)
    const reply = await engine.call('/permissions', { token, body })
    expect([reply.status, reply.text]).toEqual([400, expect.stringContaining('only system super user')])
  })
})
