import { expect, it } from 'vitest'
import { aHostFacts, aSituation } from '../../../test/fakes/scheduling.ts'
import { noneBalance } from './none.ts'

it('None moves nothing and says so', () => {
  const hosts = [aHostFacts({ id: 'A', usagePercent: 100, vmActive: 99 }), aHostFacts({ id: 'B' })]
  expect(noneBalance.balance(hosts, aSituation({ hosts }))).toMatchObject({
    candidates: [],
    because: { code: 'balancing-off' },
  })
})
