import { expect, it } from 'vitest'
import { aSnapshot } from '../../test/fakes/builders.ts'
import { warnOfGaps } from './warn-of-gaps.ts'

it('tells once of what is left out, and again when that changes', () => {
  const told: unknown[] = []
  const listen = warnOfGaps({ warn: fields => told.push(fields) })
  const withGap = (path: string) => ({ snapshot: aSnapshot({ problems: [{ path, problem: 'is missing' }] }) })
  listen({ snapshot: aSnapshot() })
  listen(withGap('hosts[3].memory'))
  listen(withGap('hosts[3].memory'))
  expect(told).toHaveLength(1)
  listen(withGap('vms[9].name'))
  expect(told).toEqual([
    { problems: [{ path: 'hosts[3].memory', problem: 'is missing' }] },
    { problems: [{ path: 'vms[9].name', problem: 'is missing' }] },
  ])
})
