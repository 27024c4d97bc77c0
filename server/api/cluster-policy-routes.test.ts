import { describe, expect, it } from 'vitest'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { aCluster } from '../../test/fakes/builders.ts'
import { fakeClusterPolicies } from '../../test/fakes/services.ts'
import { ApplyError } from '../apply/services.ts'

const start = apiPerTest()

const clusterId = aCluster().id

describe('cluster policy', () => {
  const path = `/clusters/${clusterId}/policy`
  it('saves what was read and gives back the new version', async () => {
    const { call } = await start()
    const json = { version: 'v1', properties: { safe_selection: 'false' } }
    expect(await call('PUT', path, { json })).toMatchObject({ status: 200, body: { version: 'v2', mayEdit: true } })
  })

  it('refuses a version somebody else has replaced', async () => {
    const { call } = await start()
    const json = { version: 'v0', properties: {} }
    expect(await call('PUT', path, { json })).toMatchObject({ status: 409, body: { code: 'policy-changed' } })
  })

  it('names the property that is wrong', async () => {
    const fields = [{ path: 'properties.minimum_host_memoryMB', problem: 'must be a whole number' }]
    const refused = new ApplyError('invalid-request', 'One property is not valid.', fields)
    const { call } = await start({ clusterPolicies: fakeClusterPolicies(undefined, refused) })
    const json = { version: 'v1', properties: { minimum_host_memoryMB: 'many' } }
    expect(await call('PUT', path, { json })).toMatchObject({ status: 400, body: { code: 'invalid-request', fields } })
  })

  it('passes on what the engine refuses', async () => {
    const refused = new ApplyError('engine-refused', 'The engine refused: unknown policy. Nothing was changed.')
    const { call } = await start({ clusterPolicies: fakeClusterPolicies(undefined, refused) })
    const json = { version: 'v1', policyId: 'x', properties: {} }
    expect(await call('PUT', path, { json })).toMatchObject({ status: 422, body: { code: 'engine-refused' } })
  })
})
