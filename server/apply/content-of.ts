import type { EditedContent } from '../../shared/api/policy-units.ts'
import type { SchedulingPolicy } from '../../shared/model/cluster.ts'

/**
 * What a policy consists of, as it is shown and sent back: positions beyond the three that mean something are what the
 * engine makes of them. Whatever is compared with what somebody sends is compared in this form.
 */
export const contentOf = ({ filters, weights, balanceUnitId }: SchedulingPolicy): EditedContent => ({
  filters: filters.map(({ unitId, position }) => ({ unitId, position: position < 0 ? -1 : position > 0 ? 1 : 0 })),
  weights: weights.map(({ unitId, factor }) => ({ unitId, factor })),
  ...(balanceUnitId !== undefined && { balanceUnitId }),
})
