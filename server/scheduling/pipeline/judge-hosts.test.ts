import { describe, expect, it } from 'vitest'
import { reason } from '../../../shared/policy/reason.ts'
import { aHostFacts, aSituation, aVmFacts } from '../../../test/fakes/scheduling.ts'
import { dropped, eachHost, type FilterUnit, type HostVerdict, kept, unknown } from '../unit.ts'
import { findHostFor, hostsLeft } from './find-host-for.ts'
import { judgeHosts, rejectedBy } from './judge-hosts.ts'

const no = dropped(reason('no', 'No.'))
const asked: string[] = []

/** Answers by host; what is not named is kept. Notes about which hosts it was asked. */
const aFilter = (name: string, answers: Record<string, HostVerdict>): FilterUnit => {
  const judge = eachHost((_group, { id }) => answers[id] ?? kept)
  return {
    kind: 'filter',
    id: name,
    name,
    properties: [],
    filter: (group, hosts, situation) => {
      asked.push(`${name}: ${hosts.map(({ id }) => id).join(' ')}`)
      return judge(group, hosts, situation)
    },
  }
}
const hosts = ['a', 'b', 'c'].map(id => aHostFacts({ id }))
const vm = aVmFacts()
const situation = aSituation({ hosts, vms: [vm] })
const judge = (filters: FilterUnit[], onUnknown: 'keep' | 'drop' = 'keep') => {
  asked.length = 0
  return judgeHosts([vm], hosts, filters, { situation, onUnknown })
}
const keptIds = (judged: ReturnType<typeof judge>) => judged.filter(({ isKept }) => isKept).map(({ hostId }) => hostId)

describe('judgeHosts', () => {
  it('keeps what every filter keeps, and names the first that did not', () => {
    const judged = judge([aFilter('one', { a: no }), aFilter('two', { a: no, b: no })])
    expect(keptIds(judged)).toEqual(['c'])
    expect(judged.map(host => rejectedBy(host, 'keep')?.unitName)).toEqual(['one', 'two', undefined])
  })

  it('asks a filter about the hosts that are left apart from those that are out', () => {
    judge([aFilter('one', { a: no }), aFilter('two', {})])
    expect(asked).toEqual(['one: a b c', 'two: a', 'two: b c'])
  })

  it('shows everything that stands against a host', () => {
    const [a] = judge([aFilter('one', { a: no }), aFilter('two', {}), aFilter('three', { a: no })])
    expect(a?.verdicts.map(({ unitName, verdict }) => `${unitName} ${verdict.kind}`)).toEqual([
      'one dropped',
      'two kept',
      'three dropped',
    ])
  })

  it('never takes a host back that a later filter likes', () => {
    expect(keptIds(judge([aFilter('one', { a: no }), aFilter('two', { b: no, c: no })]))).toEqual([])
  })

  it.each([
    { onUnknown: 'keep' as const, ids: ['a', 'b', 'c'] },
    { onUnknown: 'drop' as const, ids: ['b', 'c'] },
  ])('may be told to $onUnknown hosts of which a fact is missing', ({ onUnknown, ids }) => {
    const judged = judge([aFilter('one', { a: unknown('host.hooks') })], onUnknown)
    expect(keptIds(judged)).toEqual(ids)
    expect(judged[0]?.verdicts[0]?.verdict).toEqual({ kind: 'unknown', field: 'host.hooks' })
  })

  it('keeps all without filters, and has nothing to say of no hosts', () => {
    expect(keptIds(judge([]))).toEqual(['a', 'b', 'c'])
    expect(judgeHosts([vm], [], [aFilter('one', {})], { situation, onUnknown: 'keep' })).toEqual([])
  })
})

describe('findHostFor', () => {
  const many = Array.from({ length: 20 }, (_, n) => aHostFacts({ id: `h${String(n).padStart(2, '0')}` }))
  const options = { situation, onUnknown: 'keep' as const }

  it('stops at the first block that has one', () => {
    asked.length = 0
    expect(findHostFor(vm, many, [aFilter('one', { h00: no })], options)?.id).toBe('h01')
    expect(asked).toHaveLength(1)
  })

  it('goes on to the last', () => {
    const answers = Object.fromEntries(many.slice(0, 19).map(({ id }) => [id, no]))
    expect(findHostFor(vm, many, [aFilter('one', answers)], options)?.id).toBe('h19')
  })

  it('asks about all together where a filter compares hosts with each other', () => {
    const atLeastTen: FilterUnit = {
      ...aFilter('ten', {}),
      filter: (_group, hosts) => new Map(hosts.map(({ id }) => [id, hosts.length < 10 ? no : kept])),
    }
    expect(findHostFor(vm, many, [atLeastTen], options)?.id).toBe('h00')
  })

  it('finds none where there is none, and asks no filter in vain', () => {
    asked.length = 0
    const never = aFilter('never', Object.fromEntries(hosts.map(({ id }) => [id, no])))
    expect(findHostFor(vm, hosts, [never, aFilter('two', {})], options)).toBeUndefined()
    expect(asked).toEqual(['never: a b c'])
    expect(hostsLeft(vm, [], [never], options)).toEqual([])
  })
})
