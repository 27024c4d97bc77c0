import { describe, expect, it } from 'vitest'
import { aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { createVmClasses, type TaggedClass } from './vm-classes.ts'

const tagged = (slaClass: string, ids: readonly string[] | undefined): TaggedClass => ({
  slaClass,
  vms: { ids: () => ids && new Set(ids), refresh: async () => {} },
})

describe('the class of a VM', () => {
  it.each([
    { why: 'no tag', classes: [tagged('gold', []), tagged('vapor', ['other'])], expected: undefined },
    { why: 'one tag', classes: [tagged('gold', []), tagged('vapor', ['v'])], expected: 'vapor' },
    { why: 'two tags: the first named', classes: [tagged('gold', ['v']), tagged('vapor', ['v'])], expected: 'gold' },
    { why: 'a first tag unread', classes: [tagged('gold', undefined), tagged('vapor', ['v'])], expected: undefined },
    { why: 'a later tag unread', classes: [tagged('gold', ['v']), tagged('vapor', undefined)], expected: 'gold' },
    { why: 'no classes', classes: [], expected: undefined },
  ])('with $why', ({ classes, expected }) => {
    const known = createVmClasses(classes)
    known.onSnapshot(aSnapshot({ vms: [aVm({ id: 'v' })] }))
    expect(known.slaOf('v')?.slaClass).toBe(expected)
  })
})

describe('what else is said of a VM', () => {
  it.each([
    { vm: { placement: 'migratable' }, expected: { isMigratable: true } },
    { vm: { placement: 'user_migratable' }, expected: { isMigratable: false } },
    { vm: { placement: 'pinned' }, expected: { isMigratable: false } },
    { vm: { placement: 'migratable', origin: 'managed_hosted_engine' }, expected: { isMigratable: false } },
    { vm: { memoryMiB: 1024, guaranteedMiB: 256 }, expected: { guaranteedPercent: 25 } },
  ] as const)('$vm', ({ vm, expected }) => {
    const known = createVmClasses([])
    known.onSnapshot(aSnapshot({ vms: [aVm({ id: 'v', ...vm })] }))
    expect(known.slaOf('v')).toMatchObject(expected)
  })

  it('is nothing of a VM that is not in the newest snapshot', () => {
    const known = createVmClasses([tagged('vapor', ['v'])])
    known.onSnapshot(aSnapshot({ vms: [aVm({ id: 'v' })] }))
    known.onSnapshot(aSnapshot({ vms: [] }))
    expect(known.slaOf('v')).toBeUndefined()
  })
})

it('reads each tag once', async () => {
  const read: string[] = []
  const one = (slaClass: string) => ({
    slaClass,
    vms: { ids: () => undefined, refresh: async () => void read.push(slaClass) },
  })
  await createVmClasses([one('gold'), one('vapor')]).refresh(new AbortController().signal)
  expect(read).toEqual(['gold', 'vapor'])
})
