import { describe, expect, it } from 'vitest'
import { vmNamed } from '../../../test/fakes/sim-world.ts'
import { aSimulatedEngine } from '../../../test/fakes/simulated-engine.ts'

/** `operator` administers the cluster Default; `readonly` may only look; `user` has no administrative role at all. */
describe('who may do what', () => {
  const cases = [
    { login: 'admin', method: 'GET', path: '/schedulingpolicies', status: 200 },
    { login: 'readonly', method: 'GET', path: '/schedulingpolicies', status: 200 },
    // A read for administrators is a bad request of anybody else, not a forbidden one.
    { login: 'user', method: 'GET', path: '/schedulingpolicies', status: 400 },
    { login: 'user', method: 'GET', path: '/schedulingpolicyunits', status: 400 },
    { login: 'user', method: 'GET', path: '/tags', status: 400 },
    { login: 'user', method: 'GET', path: '/affinitylabels', status: 400 },
    { login: 'user', method: 'GET', path: '/clusters/{cluster}/affinitygroups', status: 400 },
    { login: 'user', method: 'GET', path: '/vms', status: 200 },
    { login: 'readonly', method: 'POST', path: '/vms/{vm}/migrate', status: 403 },
    { login: 'operator', method: 'POST', path: '/vms/{vm}/migrate', status: 200 },
    { login: 'operator', method: 'POST', path: '/vms/{foreignVm}/migrate', status: 403 },
    { login: 'operator', method: 'PUT', path: '/clusters/{cluster}', status: 200 },
    { login: 'operator', method: 'PUT', path: '/clusters/{foreignCluster}', status: 403 },
    { login: 'readonly', method: 'PUT', path: '/clusters/{cluster}', status: 403 },
    { login: 'operator', method: 'POST', path: '/schedulingpolicies', status: 403 },
    { login: 'operator', method: 'POST', path: '/events', status: 403 },
    { login: 'operator', method: 'POST', path: '/jobs', status: 403 },
    { login: 'readonly', method: 'POST', path: '/hosts/{host}/deactivate', status: 403 },
    { login: 'readonly', method: 'POST', path: '/tags', status: 403 },
  ]
  for (const { login, method, path, status } of cases) {
    it(`${login} gets ${status} for ${method} ${path}`, async () => {
      const engine = await aSimulatedEngine()
      const { state } = engine.world
      const vm = vmNamed(engine.world, 'app-01')
      const foreign = [...state.vms.values()].find(other => other.clusterId !== vm.clusterId && other.status === 'up')
      const target = path
        .replace('{vm}', vm.id)
        .replace('{host}', vm.hostId ?? '')
        .replace('{cluster}', vm.clusterId)
        .replace('{foreignVm}', foreign?.id ?? '')
        .replace('{foreignCluster}', foreign?.clusterId ?? '')
      const token = await engine.logIn(login)
      const reply = await engine.call(target, { method, token, ...(method === 'GET' ? {} : { body: {} }) })
      expect([reply.status, reply.text.includes('not authorized')]).toEqual([status, status === 403])
    })
  }

  it('shows a user neither host nor placement of a VM, unless he is an administrator', async () => {
    const engine = await aSimulatedEngine()
    const query = '/vms?search=name%3Dapp-01'
    const seen = async (login: string) => (await engine.get(query, { token: await engine.logIn(login) })).vm?.[0]
    expect(await seen('user')).not.toHaveProperty('host')
    expect(await seen('user')).not.toHaveProperty('placement_policy')
    expect(await seen('readonly')).toHaveProperty('host')
  })

  it('limits an administrator who asks for the filtered view, and refuses a user the unfiltered one', async () => {
    const engine = await aSimulatedEngine()
    const filter = (value: string) => ({ headers: { Filter: value } })
    expect((await engine.get('', filter('true'))).summary).toBeUndefined()
    const token = await engine.logIn('user')
    expect((await engine.call('', { token, ...filter('false') })).status).toBe(500)
    expect((await engine.call('', { token, ...filter('true') })).status).toBe(200)
  })

  it('shows only what was granted when nothing is granted on the system', async () => {
    const engine = await aSimulatedEngine()
    const token = await engine.logIn('user')
    const { state } = engine.world
    const vm = vmNamed(engine.world, 'app-01')
    const user = [...state.users.values()].find(({ login }) => login === 'user')
    for (const permission of state.permissions.values())
      if (permission.userId === user?.id) permission.object = { type: 'vm', id: vm.id }
    const { vm: seen } = await engine.get('/vms', { token })
    expect([...(seen ?? [])].map(({ id }) => String(id))).toEqual([vm.id])
    expect(await engine.get('/clusters', { token })).toEqual({})
    expect((await engine.call(`/vms/${vm.id}`, { token })).status).toBe(200)
    const other = vmNamed(engine.world, 'app-02')
    expect((await engine.call(`/vms/${other.id}`, { token })).status).toBe(404)
  })

  it('lists a user with the permissions of Everyone and the roles behind them', async () => {
    const engine = await aSimulatedEngine()
    const { authenticated_user: user } = await engine.get('', { token: await engine.logIn('operator') })
    const { permission } = await engine.get(`/users/${String(user?.id)}/permissions`)
    const onCluster = [...(permission ?? [])].filter(({ cluster }) => cluster?.id !== undefined)
    expect(permission).toHaveLength(2)
    expect(onCluster).toHaveLength(1)
    const { role } = await engine.get('/roles?follow=permits')
    const admin = [...(role ?? [])].find(({ name }) => String(name) === 'ClusterAdmin')
    const permits = [...(admin?.permits?.permit ?? [])].map(({ id, name }) => [String(id), String(name)])
    expect(permits).toContainEqual(['6', 'migrate_vm'])
    expect(permits).not.toContainEqual(['702', 'edit_storage_pool_configuration'])
  })
})
