import { reason } from '../../../shared/policy/reason.ts'
import type { BalanceUnit } from '../unit.ts'

/** Moves nothing. Source: rules §6, §8. */
export const noneBalance: BalanceUnit = {
  kind: 'load_balancing',
  id: '38440000-8cf0-14bd-c43e-10b96e4ef00a',
  name: 'None',
  properties: [],
  balance: () => ({
    candidates: [],
    because: reason('balancing-off', 'The scheduling policy of this cluster does not balance.'),
  }),
}
