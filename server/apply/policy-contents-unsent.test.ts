import { describe, expect, it } from 'vitest'
import { admin, content, lostAnswer, signal, stagePolicies } from '../../test/fakes/policy-engine.ts'
import type { PolicyUnitPort } from './ports.ts'

describe('a save of which a request does not get as far as the engine', () => {
  it('is taken back: no policy stays without its balancer', async () => {
    const { policies, sent, says, store, save } = await stagePolicies()
    says['add b2 0'] = Object.assign(new Error('No route to the engine'), { code: 'engine-unreachable' })
    await expect(save({ balanceUnitId: 'b2' })).rejects.toMatchObject({
      code: 'engine-unreachable',
      message:
        'The engine could not be asked to add the balancer host_memory_balance: No route to the engine. Nothing was changed.',
    })
    expect(sent).toEqual(['remove b1 0', 'add b2 0', 'add b1 0'])
    expect(policies()[0]?.balanceUnitId).toBe('b1')
    expect(await store.listAudit({ limit: 9 })).toEqual([])
  })

  it('is finished where it has begun, and goes no further, when the time of the request is over', async () => {
    const { port, policies, sent, service } = await stagePolicies()
    const request = new AbortController()
    const slow: PolicyUnitPort = {
      ...port,
      async callUnit(id, call, traced) {
        traced.signal.throwIfAborted()
        request.abort()
        return port.callUnit(id, call, traced)
      },
    }
    const contents = service({ engine: slow })
    const wanted = { ...content, weights: [{ unitId: 'w1', factor: 5 }], balanceUnitId: 'b2' }
    const change = { version: contents.get('p1').version, content: wanted }
    await expect(contents.save('p1', change, admin, request.signal)).rejects.toMatchObject({
      code: 'engine-unreachable',
      message: expect.stringContaining('The time for the whole was over. Nothing was changed.'),
    })
    expect(sent).toEqual(['remove w1 2', 'add w1 5', 'remove w1 5', 'add w1 2'])
    expect(policies()[0]).toMatchObject(content)
  })
})

describe('a look at the engine after a save', () => {
  it('is taken once, however the save went', async () => {
    const { reads, says, save } = await stagePolicies()
    says['remove w1 2'] = lostAnswer()
    await expect(save({ weights: [{ unitId: 'w1', factor: 5 }] })).rejects.toMatchObject({ code: 'engine-unreachable' })
    expect(reads()).toBe(2)
  })

  it('is not needed to say what was saved', async () => {
    const { goingDownAt, service, store } = await stagePolicies()
    const contents = service({ engine: goingDownAt(() => true) })
    const wanted = { ...content, filters: [{ unitId: 'f1', position: -1 as const }] }
    const saved = await contents.save('p1', { version: contents.get('p1').version, content: wanted }, admin, signal)
    expect(saved.content).toEqual(wanted)
    expect(await store.listAudit({ limit: 9 })).toHaveLength(1)
  })
})
