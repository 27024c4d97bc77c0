import { reason, type Skipped, skip } from '../../shared/policy/reason.ts'
import type { PlannedMove } from '../planner/plan/placement-plan.ts'
import { hostAt, vmAt } from './input-names.ts'
import type { MadeForCluster } from './made-for-cluster.ts'

/** Who should move and does not: it must leave and nothing takes it, a filter rejects it, or it has no way there. */
export function blockedOf({ cluster, made, checked, request }: Omit<MadeForCluster, 'checkedBy'>): Skipped[] {
  const { input, fixed } = cluster
  const { objective } = request
  const isEmptied = (host: number) =>
    objective.kind === 'evacuate' && objective.hostIds.includes(hostAt(input, host).id)
  const wanted = new Set(made.plan.blocked.map(({ vm }) => vmAt(input, vm).id))
  const staying = fixed.filter(({ id }) => {
    const vm = input.vms.find(one => one.id === id)
    return vm !== undefined && (isEmptied(vm.host) || cluster.leavers.has(id) || wanted.has(id))
  })
  const held = new Set(staying.map(({ id }) => id))
  const stuck = made.stuck
    .map(vm => vmAt(input, vm))
    .filter(({ id }) => !held.has(id))
    .map(vm =>
      skip(vm, reason('no-host', `No host that the rules leave to ${vm.name} has room for it.`, { vm: vm.name })),
    )
  const onTheWay = made.plan.blocked.filter(({ vm }) => !held.has(vmAt(input, vm).id))
  const noWay = onTheWay.map(({ vm, to, apartFrom }) => {
    const names = { vm: vmAt(input, vm).name, to: hostAt(input, to).name }
    const foes = apartFrom.map(foe => vmAt(input, foe).name).join(', ')
    const text =
      foes === ''
        ? `${names.vm} cannot get to ${names.to}: there is no room on the way.`
        : `${names.vm} cannot get to ${names.to}: it must be apart from ${foes}.`
    return skip(vmAt(input, vm), reason('no-way', text, { ...names, foes }))
  })
  const rejected = checked.flatMap(({ move, rejected: why }) => {
    const { vm, to } = made.plan.moves[move] as PlannedMove
    if (why === undefined) return []
    const text = `${why.unit} rejects ${hostAt(input, to).name}: ${why.reason.text}`
    return [skip(vmAt(input, vm), reason('filter-rejects', text, { unit: why.unit, to: hostAt(input, to).name }))]
  })
  return [...staying, ...stuck, ...noWay, ...rejected]
}
