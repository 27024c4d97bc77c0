import { afterEach, describe, expect, it } from 'vitest'
import { startEngineHttp } from '../../test/fakes/engine-http.ts'
import { type Answer, json } from '../../test/fakes/engine-server.ts'
import { aLog } from '../../test/fakes/log.ts'
import { vmNamed } from '../../test/fakes/sim-world.ts'
import { aSimulatedEngine } from '../../test/fakes/simulated-engine.ts'
import { createEngineHttp } from './engine-http.ts'
import { readTaggedVmIds } from './tagged-vms.ts'

const { signal } = new AbortController()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

async function read(api: Answer) {
  const started = await startEngineHttp(api)
  open.push(started)
  const ids = await readTaggedVmIds(started.http, 'leave-alone', signal)
  return { ids: [...ids], calls: started.engine.calls() }
}

describe('readTaggedVmIds', () => {
  it('searches for the tag, all at once', async () => {
    const { ids, calls } = await read((_, res) => json(res, { vm: [{ id: 'v1', name: 'web' }, { id: 'v2' }] }))
    expect(ids).toEqual(['v1', 'v2'])
    expect(calls).toMatchObject([
      { method: 'GET', path: '/api/vms', query: { search: 'tag = "leave-alone"', max: '20000' } },
    ])
  })

  it('is empty where the engine names none', async () =>
    expect((await read((_, res) => json(res, {}))).ids).toEqual([]))

  it.each([
    { why: 'a VM without an id', api: (_, res) => json(res, { vm: [{ name: 'web' }] }) },
    { why: 'a refusal', api: (_, res) => json(res, { fault: { detail: 'no', reason: 'no' } }, 400) },
  ] satisfies { why: string; api: Answer }[])('rejects $why rather than to leave VMs out', ({ api }) =>
    expect(read(api)).rejects.toThrow(),
  )

  it('finds what the engine has tagged, and what is tagged below that', async () => {
    const { call, origin, world } = await aSimulatedEngine()
    const [web, other] = [...world.state.vms.values()].map(({ name }) => vmNamed(world, name))
    const { json: parent } = await call('/tags', { body: { name: 'leave-alone' } })
    await call('/tags', { body: { name: 'databases', parent: { id: parent.id } } })
    await call(`/vms/${web?.id}/tags`, { body: { name: 'leave-alone' } })
    await call(`/vms/${other?.id}/tags`, { body: { name: 'databases' } })
    const http = createEngineHttp({
      baseUrl: `${origin}/ovirt-engine`,
      username: 'admin@internal',
      password: 'admin',
      requestTimeoutMs: 5000,
      maxConcurrent: 4,
      retryDelaysMs: [],
      log: aLog().log,
    })
    open.push(http)
    expect(await readTaggedVmIds(http, 'leave-alone', signal)).toEqual(new Set([web?.id, other?.id]))
    expect(await readTaggedVmIds(http, 'unheard-of', signal)).toEqual(new Set())
  })
})
