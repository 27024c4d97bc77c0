import { expect, it } from 'vitest'
import { aView, aVm } from './policies/view-builders.ts'
import type { PolicyView } from './policy.ts'
import { seenLate } from './seen-late.ts'

it('shows the demands of the step before, where VMs are now', () => {
  const seen: PolicyView[] = []
  const late = seenLate({
    name: 'any',
    decide(view) {
      seen.push(view)
      return []
    },
  })
  late.decide(aView(2, [aVm({ id: 0, hostId: 0, mips: 100, history: [100] })]))
  late.decide(aView(2, [aVm({ id: 0, hostId: 1, mips: 500, history: [100, 500] })]))
  expect(seen).toHaveLength(1)
  expect(seen[0]?.vms[0]).toMatchObject({ hostId: 1, mips: 100, history: [100] })
  expect(seen[0]?.hosts.map(({ history }) => history)).toEqual([[], [0.05]])
})
