import { describe, expect, it } from 'vitest'
import { aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { markExcluded } from './excluded-vms.ts'

describe('markExcluded', () => {
  const snapshot = aSnapshot({ vms: [aVm(), aVm({ id: 'vm2' })] })

  it('marks those with the tag and nobody else', () => {
    const { vms } = markExcluded(snapshot, new Set(['vm2', 'gone']), 'leave-alone')
    expect(vms.map(({ excludedBy }) => excludedBy)).toEqual([undefined, 'leave-alone'])
  })

  it('marks none while it is not known which have it', () => {
    expect(markExcluded(snapshot, undefined, 'leave-alone')).toBe(snapshot)
  })
})
