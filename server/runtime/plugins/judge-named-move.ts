import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { BalanceResult } from '../../../shared/policy/unit.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import type { BalanceQuestion } from '../question.ts'
import { UnitFailure } from '../unit-failure.ts'

type NamedMove = Readonly<{ vmId: string; hostIds: readonly string[] }>

/**
 * A move of which a plugin gave the ids alone. Of the destinations, those count that were asked about and are not where
 * the VM is. A VM that runs on none of the hosts asked about is refused; one that was not read yet is the engine's to
 * judge, which looks again before it moves anything. Throws UnitFailure.
 */
export function judgeNamedMove(unitId: string, { vmId, hostIds }: NamedMove, question: BalanceQuestion): BalanceResult {
  const { facts } = question
  const asked = new Set(question.hostIds)
  const vm = facts.ok ? indexSnapshot(facts.value.snapshot).vms.get(vmId) : undefined
  const fromHostId = vm?.hostId
  if (vm !== undefined && (fromHostId === undefined || !asked.has(fromHostId))) {
    throw new UnitFailure('bad-output', `VM ${vm.name} runs on none of the hosts that were asked about`)
  }
  const toHostIds = [...new Set(hostIds)].filter(id => asked.has(id) && id !== fromHostId)
  if (toHostIds.length === 0)
    throw new UnitFailure('bad-output', `it names no host that VM ${vm?.name ?? vmId} could go to`)
  const because = reason('plugin-chose', `${unitId} chose ${vm?.name ?? vmId}; it gave no reason.`, { unit: unitId })
  return {
    move: { vmId, toHostIds, because, ...(fromHostId !== undefined && { fromHostId }) },
    because,
    skippedHosts: [],
    skippedVms: [],
  }
}

export const nothingNamed = (unitId: string): BalanceResult => {
  const because: Reason = reason('plugin-chose-nothing', `${unitId} named nothing to move.`, { unit: unitId })
  return { because, skippedHosts: [], skippedVms: [] }
}
