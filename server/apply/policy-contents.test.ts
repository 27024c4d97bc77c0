import { describe, expect, it } from 'vitest'
import type { EditedContent } from '../../shared/api/policy-units.ts'
import { aCluster } from '../../test/fakes/builders.ts'
import { admin, content, signal, stagePolicies } from '../../test/fakes/policy-engine.ts'
import { hostMemoryBalance } from '../units/host-memory-balance.ts'

describe('get', () => {
  it('shows what a policy has, what it could have, and who uses it', async () => {
    const { service } = await stagePolicies()
    const { units: options, ...rest } = service().get('p1')
    expect(rest).toMatchObject({ policy: { name: 'mine' }, locked: false, content })
    expect(rest.usedBy.map(({ name }) => name)).toEqual(['Default', 'Second'])
    expect(options.map(({ id, role, origin, enabled }) => [id, role, origin, enabled])).toEqual([
      ['f1', 'filter', 'engine', true],
      ['f2', 'filter', 'engine', true],
      ['f3', 'filter', 'engine', true],
      ['w1', 'weight', 'engine', true],
      ['w2', 'weight', 'engine', true],
      ['gone', 'weight', 'external', false],
      ['b1', 'balance', 'engine', true],
      ['b2', 'balance', 'ours', true],
    ])
    expect(options[0]?.description).toBe('Keeps some')
    expect(options.at(-1)?.description).toBe(hostMemoryBalance.description)
  })

  it('throws for a policy that is not there', async () => {
    const { service } = await stagePolicies()
    expect(() => service().get('p9')).toThrow(expect.objectContaining({ code: 'not-found' }))
  })
})

describe('save', () => {
  it('sends the fewest requests, tells every cluster that uses it, and remembers who', async () => {
    const { sent, store, told, save } = await stagePolicies()
    const saved = await save({
      weights: [
        { unitId: 'w1', factor: 5 },
        { unitId: 'w2', factor: 1 },
      ],
    })
    expect(sent).toEqual(['remove w1 2', 'add w1 5', 'add w2 1'])
    expect(saved.content.weights).toEqual([
      { unitId: 'w1', factor: 5 },
      { unitId: 'w2', factor: 1 },
    ])
    expect(told).toEqual([aCluster().id, 'c2'])
    expect(await store.listAudit({ limit: 9 })).toMatchObject([
      {
        action: 'edit_policy_units',
        by: admin,
        subject: 'p1',
        detail: {
          policy: { name: 'mine' },
          before: { 'W1 (weight)': 'factor 2', 'W2 (weight)': null },
          after: { 'W1 (weight)': 'factor 5', 'W2 (weight)': 'factor 1' },
        },
      },
    ])
  })

  it('asks for nothing when nothing changes', async () => {
    const { sent, save } = await stagePolicies()
    await save({ filters: content.filters.toReversed() })
    expect(sent).toEqual([])
  })

  it('refuses a stale version and shows what differs', async () => {
    const { sent, save } = await stagePolicies()
    const refused = save({ weights: [{ unitId: 'w1', factor: 9 }] }, 'old')
    await expect(refused).rejects.toMatchObject({
      code: 'policy-changed',
      fields: [{ path: 'weight.w1', problem: 'W1 is now factor 2; you sent factor 9' }],
    })
    expect(sent).toEqual([])
  })

  const invalid: { why: string; over: Partial<EditedContent>; path: string; problem: RegExp }[] = [
    {
      why: 'an unknown unit',
      over: { weights: [{ unitId: 'x', factor: 1 }] },
      path: 'weight.x',
      problem: /no policy unit/,
    },
    {
      why: 'a unit of another type',
      over: { weights: [{ unitId: 'f3', factor: 1 }] },
      path: 'weight.f3',
      problem: /no weight unit/,
    },
    {
      why: 'a unit that is not enabled',
      over: { weights: [{ unitId: 'gone', factor: 1 }] },
      path: 'weight.gone',
      problem: /not enabled/,
    },
    {
      why: 'a unit twice',
      over: {
        weights: [
          { unitId: 'w1', factor: 1 },
          { unitId: 'w1', factor: 2 },
        ],
      },
      path: 'weight.w1',
      problem: /twice/,
    },
    {
      why: 'two first filters',
      over: {
        filters: [
          { unitId: 'f1', position: -1 },
          { unitId: 'f2', position: -1 },
        ],
      },
      path: 'filter.f2',
      problem: /first already/,
    },
    { why: 'no balancer', over: { balanceUnitId: undefined }, path: 'balance', problem: /without a balancer/ },
  ]
  for (const { why, over, path, problem } of invalid) {
    it(`refuses ${why}, naming field and fix, before the engine is asked`, async () => {
      const { sent, save } = await stagePolicies()
      await expect(save(over)).rejects.toMatchObject({
        code: 'invalid-request',
        fields: [{ path, problem: expect.stringMatching(problem) }],
      })
      expect(sent).toEqual([])
    })
  }

  it('keeps its hands off a locked policy', async () => {
    const { service } = await stagePolicies()
    const { version } = service().get('p-none')
    const refused = service().save('p-none', { version, content }, admin, signal)
    await expect(refused).rejects.toMatchObject({ code: 'invalid-request', fields: [{ path: 'id' }] })
  })
})
