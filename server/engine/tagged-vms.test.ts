import { describe, expect, it } from 'vitest'
import { connect, never, start } from '../../test/fakes/engine-client.ts'
import { type Answer, json } from '../../test/fakes/engine-server.ts'
import { vmNamed } from '../../test/fakes/sim-world.ts'
import { aSimulatedEngine } from '../../test/fakes/simulated-engine.ts'
import { readTaggedVmIds } from './tagged-vms.ts'

async function read(api: Answer) {
  const { engine, http } = await start(api)
  const ids = await readTaggedVmIds(http, 'leave-alone', never)
  return { ids: [...ids], calls: engine.calls() }
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
    const http = connect(`${origin}/ovirt-engine`, { password: 'admin', retryDelaysMs: [] })
    expect(await readTaggedVmIds(http, 'leave-alone', never)).toEqual(new Set([web?.id, other?.id]))
    expect(await readTaggedVmIds(http, 'unheard-of', never)).toEqual(new Set())
  })
})
