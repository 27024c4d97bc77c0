import { describe, expect, it } from 'vitest'
import { savePolicyUnitsSchema } from '../../shared/api/policy-units.ts'
import { content, stagePolicies } from '../../test/fakes/policy-engine.ts'

describe('a policy that the engine lets be more than we would', () => {
  const heavy = [{ unitId: 'w1', factor: 2000 }]

  it('keeps its factor when something else is saved', async () => {
    const { sent, save } = await stagePolicies({ weights: heavy })
    const weights = [...heavy, { unitId: 'w2', factor: 1 }]
    expect(savePolicyUnitsSchema.parse({ version: 'v', content: { ...content, weights } }).content.weights).toEqual(
      weights,
    )
    await save({ weights })
    expect(sent).toEqual(['add w2 1'])
  })

  it('is given no other factor beyond ours', async () => {
    const { sent, save } = await stagePolicies({ weights: heavy })
    await expect(save({ weights: [{ unitId: 'w1', factor: 1001 }] })).rejects.toMatchObject({
      code: 'invalid-request',
      fields: [{ path: 'weight.w1', problem: 'the factor must be at most 1000, not 1001' }],
    })
    expect(sent).toEqual([])
  })

  const far = [
    { unitId: 'f1', position: 2 },
    { unitId: 'f2', position: 1 },
  ]
  const last = [
    { unitId: 'f1', position: 1 as const },
    { unitId: 'f2', position: 1 as const },
  ]

  it('is asked for nothing where a position is shown as another that means the same', async () => {
    const { sent, save } = await stagePolicies({ filters: far })
    expect((await save({ filters: last })).content.filters).toEqual(last)
    expect(sent).toEqual([])
  })

  it('may keep two last filters, and is not given another', async () => {
    const { service, save } = await stagePolicies({ filters: far })
    expect(service().check('p1', { ...content, filters: last })).toBeUndefined()
    await expect(save({ filters: [...last, { unitId: 'f3', position: 1 }] })).rejects.toMatchObject({
      fields: [{ path: 'filter.f3', problem: 'another filter is last already; only one can be' }],
    })
  })
})
