import { describe, expect, it } from 'vitest'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { anAdministrator, everywhere, fakeAuth, fakePolicyContents } from '../../test/fakes/services.ts'
import { ApplyError } from '../apply/services.ts'

const start = apiPerTest()

const permit = 'edit_storage_pool_configuration'
const author = fakeAuth(undefined, { [anAdministrator.id]: [everywhere(permit, 'edit_cluster_configuration')] })
const onOneCluster = fakeAuth(undefined, {
  [anAdministrator.id]: [{ permits: new Set([permit]), object: { type: 'cluster', id: 'c1' } }],
})
const path = '/policies/p1/units'
const content = { filters: [], weights: [{ unitId: 'w1', factor: 3 }], balanceUnitId: 'b1' }

describe('the units of a policy', () => {
  it('are read by any administrator, who is told what editing needs', async () => {
    const { call } = await start()
    expect(await call('GET', path)).toMatchObject({ status: 200, body: { mayEdit: false, permissionNeeded: permit } })
  })

  it('are saved in the version that was read, and come back in the new one', async () => {
    const { call } = await start({ auth: author })
    const json = { version: 'v1', content }
    expect(await call('PUT', path, { json })).toMatchObject({
      status: 200,
      body: { version: 'v2', mayEdit: true, content },
    })
    expect(await call('PUT', path, { json: { ...json, version: 'v0' } })).toMatchObject({
      status: 409,
      body: { code: 'policy-changed' },
    })
  })

  it('need the permit in the whole system, not on a cluster', async () => {
    const { call } = await start({ auth: onOneCluster })
    const requests = [
      ['PUT', path, { version: 'v1', content }],
      ['POST', '/policies', { fromId: 'p1', name: 'copy' }],
    ] as const
    for (const [method, to, json] of requests) {
      const { status, body } = await call(method, to, { json })
      expect(status).toBe(403)
      expect(body).toMatchObject({ message: expect.stringContaining(`${permit} in the whole system`) })
    }
  })

  const invalid = [
    { why: 'a factor below 0', json: { ...content, weights: [{ unitId: 'w1', factor: -1 }] }, at: 'factor' },
    { why: 'half a factor', json: { ...content, weights: [{ unitId: 'w1', factor: 1.5 }] }, at: 'factor' },
    {
      why: 'a position that means nothing',
      json: { ...content, filters: [{ unitId: 'f1', position: 2 }] },
      at: 'position',
    },
    { why: 'a member nobody knows', json: { ...content, selector: 'x' }, at: 'selector' },
  ]
  for (const { why, json, at } of invalid) {
    it(`refuses ${why}, naming the field`, async () => {
      const { call } = await start({ auth: author })
      const { status, body } = await call('PUT', path, { json: { version: 'v1', content: json } })
      expect(status).toBe(400)
      expect(JSON.stringify(body)).toContain(at)
    })
  }

  it('says what was saved and what was not', async () => {
    const halfway = new ApplyError('partly-saved', 'Done: this. Not done: that.', [
      { path: 'weight.w1', problem: 'was not saved' },
    ])
    const { call } = await start({ auth: author, policyContents: fakePolicyContents(undefined, halfway) })
    expect(await call('PUT', path, { json: { version: 'v1', content } })).toMatchObject({
      status: 502,
      body: { code: 'partly-saved', fields: [{ path: 'weight.w1' }] },
    })
  })
})

describe('a copy of a policy', () => {
  it('is made with 201, and says where its units are', async () => {
    const { call } = await start({ auth: author })
    const { status, headers, body } = await call('POST', '/policies', { json: { fromId: 'p1', name: 'mine_2' } })
    expect(status).toBe(201)
    expect(headers.get('location')).toMatch(/\/policies\/p2\/units$/)
    expect(body).toMatchObject({ policy: { name: 'mine_2' }, mayEdit: true })
  })

  it.each(['', 'two words', 'x'.repeat(41), 'a;b'])('is refused the name "%s"', async name => {
    const { call } = await start({ auth: author })
    expect(await call('POST', '/policies', { json: { fromId: 'p1', name } })).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'name' }] },
    })
  })
})

describe('the preview of other units', () => {
  it('refuses units that could not be saved', async () => {
    const refused = new ApplyError('invalid-request', 'No.', [{ path: 'weight.w1', problem: 'no' }])
    const { call } = await start({ policyContents: fakePolicyContents(undefined, refused) })
    const [cluster] = Object(await call('GET', '/clusters')).body.clusters
    const json = { properties: {}, units: content }
    expect(await call('POST', `/clusters/${cluster.id}/policy/preview`, { json })).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'weight.w1' }] },
    })
  })
})
