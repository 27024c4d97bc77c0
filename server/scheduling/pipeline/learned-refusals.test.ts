import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts } from '../../../test/fakes/scheduling.ts'
import { refusalFilter } from './learned-refusals.ts'
import { utcMinute } from './utc-minute.ts'

const named = (id: string) => ({ id, name: id })
const untilMs = Date.UTC(2026, 7, 19, 13, 5, 59, 999)
const filter = refusalFilter([{ vm: named('web'), host: named('b'), detail: 'It is locked.', untilMs }])
const hosts = ['a', 'b'].map(id => aHostFacts({ id }))
const judged = (...vms: Parameters<typeof aVmFacts>[0][]) => {
  const facts = vms.map(vm => aVmFacts(vm))
  return filter.filter(facts, hosts, aSituation({ hosts, vms: facts }))
}

describe('refusalFilter', () => {
  it('drops the refused host, with the engine’s words and until when they count', () =>
    expect(judged({ id: 'web', hostId: 'a' }).get('b')).toEqual({
      kind: 'dropped',
      reason: {
        code: 'engine-refused',
        text: 'The engine refused to move web to b: It is locked. This counts until 2026-08-19 13:05 UTC.',
        values: { vm: 'web', to: 'b', detail: 'It is locked.', untilMs },
      },
    }))

  it.each([
    { why: 'another host', vm: { id: 'web', hostId: 'a' }, host: 'a' },
    { why: 'another VM', vm: { id: 'db', hostId: 'a' }, host: 'b' },
    { why: 'the host on which the VM runs by now', vm: { id: 'web', hostId: 'b' }, host: 'b' },
  ])('keeps $why', ({ vm, host }) => expect(judged(vm).get(host)).toEqual({ kind: 'kept' }))

  it('speaks for every VM of a group', () =>
    expect(judged({ id: 'db', hostId: 'a' }, { id: 'web', hostId: 'a' }).get('b')?.kind).toBe('dropped'))

  it('keeps every host when nothing was refused', () => {
    const vm = aVmFacts({ id: 'web', hostId: 'a' })
    const verdicts = refusalFilter([]).filter([vm], hosts, aSituation({ hosts, vms: [vm] }))
    expect([...verdicts.values()].map(({ kind }) => kind)).toEqual(['kept', 'kept'])
  })
})

describe('utcMinute', () => {
  it.each([
    { ms: Date.UTC(2026, 0, 2, 3, 4, 59, 999), expected: '2026-01-02 03:04 UTC' },
    { ms: Date.UTC(2026, 0, 2, 3, 5), expected: '2026-01-02 03:05 UTC' },
  ])('is $expected', ({ ms, expected }) => expect(utcMinute(ms)).toBe(expected))
})
