/** One service for two engines, over real processes: each portal sees its own, and one goes on without the other. */
import { describe, expect, it } from 'vitest'
import type { ClusterList } from '../../shared/api/clusters.ts'
import type { EngineList } from '../../shared/api/engines.ts'
import { apiBase } from '../../shared/api/paths.ts'
import type { Health } from '../../shared/api/service.ts'
import { postXmlRpc } from './call-xml-rpc.ts'
import { eventually } from './eventually.ts'
import { oneServiceForTwo } from './one-service-for-two.ts'
import { type Name, names } from './two-engines.ts'

const both = oneServiceForTwo()
const { at, hostIds } = both
const clusterIds = async (name: Name) =>
  (await both.users[name].engine.get<{ cluster: { id: string }[] }>('/clusters')).cluster.map(({ id }) => id).sort()
const seenClusters = (name: Name) =>
  eventually(`the clusters of ${name}`, async () => {
    const { clusters } = await at(name)
      .get<ClusterList>('/clusters')
      .catch(() => ({ clusters: [] }))
    return clusters.length > 0 && clusters
  })
const balance = async (name: Name) =>
  both.call(name, 'runLoadBalancing', 'host_memory_balance', await hostIds(name), {})

describe('one service for two engines', { timeout: 120_000 }, () => {
  it('shows each portal the clusters of its own engine, and no others', async () => {
    for (const name of names) {
      const seen = await seenClusters(name)
      expect(seen.map(({ id }) => id).sort()).toEqual(await clusterIds(name))
    }
    const [berlin, oslo] = await Promise.all(names.map(hostIds))
    expect(berlin?.filter(id => oslo?.includes(id))).toEqual([])
  })

  it('takes the token of one engine at that engine alone', async () => {
    const status = async (at: Name, of: Name) => {
      const headers = { Authorization: `Bearer ${both.users[of].token}` }
      return (await fetch(`${both.service.origin}/engines/${at}${apiBase}/clusters`, { headers })).status
    }
    expect(await Promise.all(names.map(name => status(name, name)))).toEqual([200, 200])
    expect([await status('berlin', 'oslo'), await status('oslo', 'berlin')]).toEqual([401, 401])
  })

  it('lists the engines, and tells nobody their names who asks for another', async () => {
    await eventually('both engines being read', async () => {
      const { engines } = (await (await fetch(`${both.service.origin}/engines`)).json()) as EngineList
      return engines.every(({ state }) => state === 'ok') && engines.map(({ name }) => name).join() === 'berlin,oslo'
    })
    for (const path of ['/engines/paris', `/engines/paris${apiBase}/health`, `${apiBase}/health`, '/']) {
      const reply = await fetch(`${both.service.origin}${path}`)
      const text = await reply.text()
      expect([path, reply.status, JSON.parse(text).code]).toEqual([path, 404, 'not-found'])
      expect(text).not.toMatch(/berlin|oslo/)
    }
    for (const path of ['/engines/paris/', '/', '/RPC2']) {
      const reply = await postXmlRpc(`${both.service.xmlrpc}${path}`, 'discover')
      expect([path, reply.status]).toEqual([path, 404])
      expect(await reply.text()).not.toMatch(/berlin|oslo/)
    }
    expect(both.service.process.output()).toMatch(/An XML-RPC call was for no engine of the configuration/)
  })

  it('keeps an old path below the engine that was asked', async () => {
    const reply = await fetch(`${both.service.origin}/engines/oslo${apiBase}/units`, { redirect: 'manual' })
    expect([reply.status, reply.headers.get('location')]).toEqual([308, `/engines/oslo${apiBase}/policy-units`])
  })

  it('streams events below the name of an engine', async () => {
    const ended = new AbortController()
    const headers = { Authorization: `Bearer ${both.users.oslo.token}` }
    const reply = await fetch(`${both.service.origin}/engines/oslo${apiBase}/events`, { headers, signal: ended.signal })
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, expect.stringMatching(/event-stream/)])
    const { value } = (await reply.body?.getReader().read()) ?? {}
    expect(new TextDecoder().decode(value)).not.toBe('')
    ended.abort()
  })

  it('goes on with one engine when the other is gone, and says which', async () => {
    await both.two.engines.berlin.process.stop('SIGKILL')
    const states = async () => {
      const { engines } = (await (await fetch(`${both.service.origin}/engines`)).json()) as EngineList
      return engines.map(({ name, state }) => `${name} ${state}`)
    }
    await eventually('berlin being degraded', async () => (await states()).includes('berlin degraded'))
    const readAt = async () => Date.now() - ((await at('oslo').get<Health>('/health')).engine.snapshotAgeMs ?? Infinity)
    const before = await readAt()
    await eventually('another read of oslo', async () => (await readAt()) > before + 1000)
    expect(await states()).toEqual(['berlin degraded', 'oslo ok'])
    expect((await balance('oslo')).result_code).toBe(0)
  })

  it('ends in order with one of its engines gone', async () => {
    expect(await both.service.process.stop()).toBe(0)
    expect(both.service.process.output()).not.toMatch(/"level":(50|"error")/)
  })
})
