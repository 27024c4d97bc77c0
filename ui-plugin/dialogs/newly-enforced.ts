import type { ClusterTuning } from '../../shared/plan/tuning-state.ts'

/** What another setting would enforce that is not enforced now; each part is asked about before it is saved. */
export type NewlyEnforced = Readonly<{ policies: boolean; memory: boolean; pins: boolean }>

type Settings = Pick<ClusterTuning, 'mode' | 'pinning' | 'memory'>

export function newlyEnforced(before: Settings, after: Settings): NewlyEnforced {
  const policies = after.mode === 'enforce' && before.mode !== 'enforce'
  return {
    policies,
    memory: after.mode === 'enforce' && after.memory === 'balancer' && (policies || before.memory !== 'balancer'),
    pins: after.pinning === 'enforce' && before.pinning !== 'enforce',
  }
}

export const isAnyEnforced = ({ policies, memory, pins }: NewlyEnforced): boolean => policies || memory || pins
