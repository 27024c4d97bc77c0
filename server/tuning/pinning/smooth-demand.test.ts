import { expect, it } from 'vitest'
import { aCpuView } from '../../../test/fakes/cpu-views.ts'
import { smoothDemand } from './smooth-demand.ts'

it('follows by the part it is told, begins with what it sees and forgets what has gone', () => {
  const first = smoothDemand(new Map([['gone 0', 70]]), aCpuView([[80], [20]]))
  expect(first.view.vcpus.map(({ demandPercent }) => demandPercent)).toEqual([80, 20])
  const second = smoothDemand(first.demands, aCpuView([[40], [20, 10]]))
  expect([...second.demands]).toEqual([
    ['vm0 0', 60],
    ['vm1 0', 20],
    ['vm2 0', 10],
  ])
  expect(second.view.vcpus.map(({ demandPercent }) => demandPercent)).toEqual([60, 20, 10])
  expect(smoothDemand(first.demands, aCpuView([[40]]), 0.25).demands.get('vm0 0')).toBe(70)
  expect(smoothDemand(first.demands, aCpuView([[40]]), 1).demands.get('vm0 0')).toBe(40)
})
