import { describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { aHostFacts, aSituation, aVmFacts } from '../../test/fakes/scheduling.ts'
import { dropped, eachVm, kept, summed, unknown, type Weights, weight } from './unit.ts'

const group = ['a', 'b'].map(id => aVmFacts({ id }))
const hosts = [aHostFacts({ id: 'h1' }), aHostFacts({ id: 'h2' })]
const why = (text: string) => reason('x', text)

describe('summed', () => {
  const weigh = (answers: Readonly<Record<string, Weights>>) =>
    summed(vm => answers[vm.id] ?? new Map())(group, hosts, aSituation({ hosts, vms: group }))

  it('adds up what each VM of a group weighs, and says both', () => {
    const sums = weigh({
      a: new Map([
        ['h1', weight(1, why('a on h1.'))],
        ['h2', weight(5)],
      ]),
      b: new Map([['h1', weight(2, why('b on h1.'))]]),
    })
    expect(sums.get('h1')).toEqual({ kind: 'weight', value: 3, reason: why('a on h1. b on h1.') })
    expect(sums.get('h2')).toEqual({ kind: 'weight', value: 5 })
  })

  it('knows nothing where a fact is missing for one of them', () => {
    const sums = weigh({ a: new Map([['h1', weight(1)]]), b: new Map([['h1', unknown('vm.usage')]]) })
    expect(sums.get('h1')).toEqual(unknown('vm.usage'))
  })
})

describe('eachVm', () => {
  const no = dropped(why('no'))
  it.each([
    { why: 'a host must do for all', verdicts: { a: kept, b: no }, expected: no },
    { why: 'a refusal weighs more than a missing fact', verdicts: { a: unknown('f'), b: no }, expected: no },
    { why: 'a missing fact more than consent', verdicts: { a: kept, b: unknown('f') }, expected: unknown('f') },
    { why: 'all consent', verdicts: { a: kept, b: kept }, expected: kept },
  ])('$why', ({ verdicts, expected }) => {
    const judged = eachVm(({ id }) => verdicts[id as 'a' | 'b'])(group, hosts, aSituation())
    expect(judged.get('h1')).toEqual(expected)
  })
})
