import { describe, expect, it } from 'vitest'
import { admin, content, lostAnswer, mine, signal, stagePolicies } from '../../test/fakes/policy-engine.ts'

describe('copy', () => {
  const stageCopy = async () => {
    const stage = await stagePolicies()
    const copy = (fromId = 'p-none', name = 'mine_2') => stage.service().copy({ fromId, name }, admin, signal)
    return { ...stage, copy }
  }

  it('makes a policy with the same units and properties, and remembers who', async () => {
    const { policies, sent, store, copy } = await stageCopy()
    const made = await copy('p1')
    expect(made).toMatchObject({ policy: { id: 'p-new', name: 'mine_2' }, locked: false, usedBy: [] })
    expect(made.content).toEqual(content)
    expect(sent).toEqual(['create mine_2', 'add f1 -1', 'add f2 0', 'add w1 2', 'add b1 0', 'properties'])
    expect(policies().at(-1)?.properties).toEqual(mine.properties)
    expect(await store.listAudit({ limit: 9 })).toMatchObject([
      { action: 'copy_policy', subject: 'p-new', detail: { from: { name: 'mine' }, policy: { name: 'mine_2' } } },
    ])
  })

  it('refuses a name in use', async () => {
    const { sent, copy } = await stageCopy()
    await expect(copy('p-none', 'mine')).rejects.toMatchObject({
      code: 'invalid-request',
      fields: [{ path: 'name' }],
    })
    expect(sent).toEqual([])
  })

  it('puts what the engine says of a name at the name', async () => {
    const { says, copy } = await stageCopy()
    says['create mine_2'] = { ok: false, detail: 'The name is too long.' }
    await expect(copy()).rejects.toMatchObject({ code: 'engine-refused', fields: [{ path: 'name' }] })
  })

  it('removes a copy that cannot be finished', async () => {
    const { policies, says, store, copy } = await stageCopy()
    says['add w1 2'] = { ok: false, detail: 'No.' }
    await expect(copy()).rejects.toMatchObject({
      code: 'engine-refused',
      message:
        'none could not be copied: the engine refused the unit W1: No. The copy was removed again; nothing was changed.',
    })
    expect(policies()).toHaveLength(2)
    expect(await store.listAudit({ limit: 9 })).toEqual([])
  })

  it('says what is left when it cannot be removed either', async () => {
    const { says, copy } = await stageCopy()
    says['add w1 2'] = lostAnswer()
    says['remove policy'] = { ok: false, detail: 'It is in use.' }
    await expect(copy()).rejects.toMatchObject({
      code: 'partly-saved',
      message: expect.stringContaining(
        'The policy mine_2 was made and is not complete, and could not be removed: It is in use.',
      ),
    })
  })
})
