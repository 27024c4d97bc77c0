import { describe, expect, it } from 'vitest'
import { admin, content, lostAnswer, mine, signal, stagePolicies } from '../../test/fakes/policy-engine.ts'
import type { PolicyUnitPort } from './ports.ts'

describe('save', () => {
  it('takes back what was done when the engine refuses a later request', async () => {
    const { policies, sent, says, store, save } = await stagePolicies()
    says['add w2 1'] = { ok: false, detail: 'No such unit.' }
    const refused = save({
      weights: [
        { unitId: 'w1', factor: 5 },
        { unitId: 'w2', factor: 1 },
      ],
    })
    await expect(refused).rejects.toMatchObject({
      code: 'engine-refused',
      message: 'The engine refused to add the weight W2 with factor 1: No such unit. Nothing was changed.',
      fields: [{ path: 'weight.w2', problem: 'No such unit.' }],
    })
    expect(sent).toEqual(['remove w1 2', 'add w1 5', 'add w2 1', 'remove w1 5', 'add w1 2'])
    expect(policies()[0]?.weights).toEqual(mine.weights)
    expect(await store.listAudit({ limit: 9 })).toEqual([])
  })

  it('says what was done and what was not when it cannot be taken back', async () => {
    const { says, store, told, save } = await stagePolicies()
    says['add w2 1'] = { ok: false, detail: 'No such unit.' }
    says['add w1 2'] = lostAnswer()
    const refused = save({
      weights: [
        { unitId: 'w1', factor: 5 },
        { unitId: 'w2', factor: 1 },
      ],
    })
    await expect(refused).rejects.toMatchObject({
      code: 'partly-saved',
      message: expect.stringContaining(
        'mine was saved in part. Done: the weight W1 is removed. Not done: the weight W1 is added with factor 5; the weight W2 is added with factor 1.',
      ),
      fields: [{ path: 'weight.w2' }, { path: 'weight.w1', problem: 'was not saved' }],
    })
    expect(told).toHaveLength(2)
    expect(await store.listAudit({ limit: 9 })).toMatchObject([{ detail: { after: { 'W1 (weight)': null } } }])
  })

  it('looks at the policy when an answer is lost: nothing was changed', async () => {
    const { says, save } = await stagePolicies()
    says['remove w1 2'] = lostAnswer()
    await expect(save({ weights: [{ unitId: 'w1', factor: 5 }] })).rejects.toMatchObject({
      code: 'engine-unreachable',
      message: expect.stringContaining('Nothing was changed.'),
    })
  })

  it('looks at the policy when an answer is lost: all was changed', async () => {
    const { port, service } = await stagePolicies()
    const lossy: PolicyUnitPort = {
      ...port,
      async callUnit(id, call, traced) {
        await port.callUnit(id, call, traced)
        if (call.unitId === 'w2') throw lostAnswer()
        return { ok: true }
      },
    }
    const contents = service({ engine: lossy })
    const wanted = {
      ...content,
      weights: [
        { unitId: 'w1', factor: 2 },
        { unitId: 'w2', factor: 1 },
      ],
    }
    const saved = await contents.save('p1', { version: contents.get('p1').version, content: wanted }, admin, signal)
    expect(saved.content).toEqual(wanted)
  })

  it('says that it is not known how the policy stands when the engine has gone', async () => {
    const { says, goingDownAt, service } = await stagePolicies()
    says['add w1 5'] = lostAnswer()
    const { version } = service().get('p1')
    const change = { version, content: { ...content, weights: [{ unitId: 'w1', factor: 5 }] } }
    const saving = service({ engine: goingDownAt(({ call }) => call === 'add') }).save('p1', change, admin, signal)
    await expect(saving).rejects.toMatchObject({
      code: 'partly-saved',
      message:
        'The engine did not answer when asked to add the weight W1 with factor 5. How mine stands now is not known; this was done: remove the weight W1. Reload it.',
    })
  })
})
