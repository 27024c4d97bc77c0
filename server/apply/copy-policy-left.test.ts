import { describe, expect, it } from 'vitest'
import { admin, lostAnswer, signal, stagePolicies } from '../../test/fakes/policy-engine.ts'

const asked = { fromId: 'p-none', name: 'mine_2' }

describe('a copy that is there', () => {
  it('is named when it cannot be read after it was made', async () => {
    const { goingDownAt, store, service } = await stagePolicies()
    await expect(service({ engine: goingDownAt(() => true) }).copy(asked, admin, signal)).rejects.toMatchObject({
      code: 'partly-saved',
      message:
        'The policy mine_2 was made and is a whole copy of none, but it could not be read after that. Reload the policies.',
    })
    expect(await store.listAudit({ limit: 9 })).toMatchObject([{ action: 'copy_policy', subject: 'p-new' }])
  })

  it('is in the audit also when it is not complete and could not be removed', async () => {
    const { says, store, service } = await stagePolicies()
    says['add w1 2'] = lostAnswer()
    says['remove policy'] = { ok: false, detail: 'It is in use.' }
    await expect(service().copy(asked, admin, signal)).rejects.toMatchObject({ code: 'partly-saved' })
    expect(await store.listAudit({ limit: 9 })).toMatchObject([
      { action: 'copy_policy', subject: 'p-new', detail: { problem: 'the engine did not answer.' } },
    ])
  })
})
