import { expect, it } from 'vitest'
import type { ClusterTuning } from '../../shared/plan/tuning-state.ts'
import { isAnyEnforced, newlyEnforced } from './newly-enforced.ts'

type Settings = Pick<ClusterTuning, 'mode' | 'pinning' | 'memory'>

/** "enforce balancer observe": the mode of policies, who sets balloons, the mode of pins. */
const settings = (words: string): Settings => {
  const [mode, memory, pinning] = words.split(' ')
  return { mode, memory, pinning } as Settings
}

it.each([
  { before: 'observe policy observe', after: 'enforce policy observe', asks: ['policies'] },
  { before: 'observe policy observe', after: 'enforce balancer observe', asks: ['policies', 'memory'] },
  { before: 'enforce policy observe', after: 'enforce balancer observe', asks: ['memory'] },
  { before: 'enforce balancer observe', after: 'enforce policy observe', asks: [] },
  { before: 'dry-run policy off', after: 'dry-run balancer dry-run', asks: [] },
  { before: 'enforce policy dry-run', after: 'enforce policy enforce', asks: ['pins'] },
  { before: 'enforce balancer enforce', after: 'enforce balancer enforce', asks: [] },
  { before: 'enforce balancer enforce', after: 'observe balancer off', asks: [] },
])('from $before to $after it asks about $asks', ({ before, after, asks }) => {
  const newly = newlyEnforced(settings(before), settings(after))
  expect(Object.entries(newly).flatMap(([part, is]) => (is ? [part] : []))).toEqual(asks)
  expect(isAnyEnforced(newly)).toBe(asks.length > 0)
})
