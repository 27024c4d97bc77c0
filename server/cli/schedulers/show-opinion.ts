import type { Cluster } from '../../../shared/model/cluster.ts'
import type { Vm } from '../../../shared/model/vm.ts'
import type { SchedulerOpinion } from '../../cycles/scheduler-advisor.ts'
import type { IndexedSnapshot } from '../../model/indexed-snapshot.ts'
import type { CheckedSelection } from '../../runtime/schedulers/check-scheduler-answer.ts'
import type { Answered } from '../../runtime/schedulers/schedulers.ts'

/** What a scheduler wants done in a cluster, for people. */
export function opinionText(opinion: SchedulerOpinion, { name }: Cluster, { hosts, vms }: IndexedSnapshot): string {
  const { schedulerId, balance, moves, hostActions, notices, skippedHosts, skippedVms, problems } = opinion
  const host = (id: string) => hosts.get(id)?.name ?? id
  const said = balance?.text ?? 'It leaves balancing to the policy unit of the cluster.'
  return [
    `${schedulerId} on ${name}: ${said}`,
    ...moves.map(({ vmId, fromHostId, toHostIds, because, asked }) => {
      const to = toHostIds.map(host).join(' or ')
      return `  ${vms.get(vmId)?.name ?? vmId}: ${host(fromHostId)} → ${to} (${asked}): ${because.text}`
    }),
    ...hostActions.map(({ host: { name: on }, action, because }) => `  ${on}: ${action}: ${because.text}`),
    ...notices.map(({ subject, because }) => `  ! ${subject.name}: ${because.text}`),
    ...[...skippedHosts, ...skippedVms].map(({ name: of, reason }) => `  - ${of}: ${reason.text}`),
    ...problems.map(problem => `  ✗ ${problem}`),
  ].join('\n')
}

/** Which host was selected for a VM, for people. */
export function selectionText({ name }: Vm, answered: Answered<CheckedSelection>, { hosts }: IndexedSnapshot): string {
  if (!answered.ok) return `✗ ${answered.message}`
  const { hostId, because } = answered.value
  const host = hostId === undefined ? 'no host' : (hosts.get(hostId)?.name ?? hostId)
  return `${answered.by} selects ${host} for ${name}: ${because.text}`
}
