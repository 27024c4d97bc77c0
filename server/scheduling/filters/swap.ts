import { reason } from '../../../shared/policy/reason.ts'
import { integerProperty } from '../facts/properties.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause } from '../unit.ts'

/** Drops hosts that have swapped out more than they have free. Source: rules §6.2. */
export const swapFilter: FilterUnit = {
  kind: 'filter',
  id: '43b9e654-337f-4b0d-a896-cbb22ce5a7fc',
  name: 'Swap',
  properties: ['MaximumAllowedSwapUsage'],
  filter: eachVm((vm, host, { config, properties }) => {
    if (!config.EnableSwapCheck || vm.status === 'paused') return kept
    const { swapTotalMiB, swapFreeMiB, freeMiB, physicalMiB } = host
    // The engine lets a host pass whose numbers it does not know, and so do we.
    const known = swapTotalMiB !== undefined && swapFreeMiB !== undefined && freeMiB !== undefined
    if (!known || freeMiB <= 0 || physicalMiB <= 0) {
      return keptBecause(
        reason('swap-not-known', 'How much it has swapped out is not known, which the engine lets pass.'),
      )
    }
    const maxPercent = integerProperty(
      properties,
      'MaximumAllowedSwapUsage',
      config.BlockMigrationOnSwapUsagePercentage,
    )
    const usedMiB = swapTotalMiB - swapFreeMiB
    const swapPercent = Math.trunc(((usedMiB - freeMiB) * 100) / physicalMiB)
    const values = { usedMiB, freeMiB, physicalMiB, swapPercent, maxPercent }
    const sums = `${usedMiB} MiB swapped out less ${freeMiB} MiB free is ${swapPercent} % of its ${physicalMiB} MiB`
    return swapPercent > maxPercent
      ? dropped(reason('swap-too-high', `${sums}, more than the ${maxPercent} % allowed.`, values))
      : keptBecause(reason('swap-within', `${sums}; ${maxPercent} % are allowed.`, values))
  }),
}
