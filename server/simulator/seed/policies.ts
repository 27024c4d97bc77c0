import type { SchedulingPolicy } from '../../../shared/model/cluster.ts'
import { builtInPolicies } from '../../scheduling/policies/built-in-policies.ts'
import type { SimPolicy } from '../world/state.ts'
import { hostMemoryBalanceId } from './external-units.ts'

export const policyIds = {
  none: 'b4ed2332-a7ac-4d5f-9596-99a439cb2812',
  evenlyDistributed: '20d25257-b4bd-4589-92a6-c4c5c5d3fd1a',
  powerSaving: '5a2b0939-7d46-4b73-a469-e9c2c7fc6a53',
  vmEvenlyDistributed: '8d5d7bec-68de-4a67-b53e-0ac54686d579',
  clusterMaintenance: '7677771e-5eab-422e-83fa-dc04080d21b7',
  /** Made by an administrator: even distribution with the external memory balancer. */
  memoryBalanced: '91c7e2d4-3b6f-4f8a-8d25-7e0a4c9b1f36',
} as const

/** The five locked policies of every engine, and the one that the scenarios' clusters use. */
export function seedPolicies(): SimPolicy[] {
  const locked = builtInPolicies.map(policy => ({ ...toSim(policy), isDefault: policy.id === policyIds.none }))
  const even = builtInPolicies.find(({ id }) => id === policyIds.evenlyDistributed)
  if (even === undefined) throw new RangeError('the engine has no policy evenly_distributed')
  return [
    ...locked,
    {
      ...toSim(even),
      id: policyIds.memoryBalanced,
      name: 'memory_balanced',
      description: 'Even distribution; the external scheduler keeps memory free on every host',
      locked: false,
      balanceUnitId: hostMemoryBalanceId,
      properties: {
        ...even.properties,
        minimum_host_memoryMB: '500',
        safe_selection: 'true',
      },
    },
  ]
}

/** A copy: administrators change what the simulated engine holds. */
const toSim = ({ filters, weights, properties, balanceUnitId, ...policy }: SchedulingPolicy): SimPolicy => ({
  ...policy,
  description: '',
  isDefault: false,
  properties: { ...properties },
  filters: filters.map(filter => ({ ...filter })),
  weights: weights.map(weight => ({ ...weight })),
  balanceUnitId,
})
