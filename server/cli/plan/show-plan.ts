import { durationText } from '../../../shared/plan/duration-text.ts'
import type { Plan, PlannedHost, PlannedStep } from '../../../shared/plan/plan.ts'
import type { Turn } from '../../planning/rolling-order.ts'
import { columns } from '../columns.ts'

/** A plan for people at a terminal: what it brings, the steps in order, and what cannot be done. */
export function planText(plan: Plan, cluster: string): string {
  const { steps, blocked, hosts, emptied, scoreBefore, scoreAfter, makespanS, transferMiB, checkedBy, notes } = plan
  if (steps.length === 0) {
    return [`Nothing to move in ${cluster}.`, ...blockedLines(blocked)].join('\n')
  }
  const score = scoreBefore === undefined ? '' : ` Score ${scoreBefore} → ${scoreAfter} of 100.`
  const size = transferMiB >= 10_240 ? `${Math.round(transferMiB / 1024)} GiB` : `${transferMiB} MiB`
  return [
    `${cluster}: ${steps.length} ${steps.length === 1 ? 'move' : 'moves'}, about ${durationText(makespanS)}, ${size} to send${pauseOf(steps)}.${score}`,
    ...(emptied.length > 0 ? [`Empty afterwards: ${emptied.map(({ name }) => name).join(', ')}.`] : []),
    '',
    ...columns(steps.map(stepCells)),
    '',
    ...columns(hosts.map(hostCells)),
    '',
    `Each step was held against ${checkedBy.length} filters in the state in which it starts.`,
    ...notes,
    ...blockedLines(blocked),
  ].join('\n')
}

function pauseOf(steps: readonly PlannedStep[]): string {
  const pauses = steps.flatMap(({ downtimeMs }) => downtimeMs ?? [])
  return pauses.length === 0 ? '' : `, no VM stands still for more than about ${Math.max(...pauses)} ms`
}

/** The hosts of a cluster in the order in which they are emptied, and what leaves each. */
export function turnsText(turns: readonly Turn[], cluster: string): string {
  const moves = turns.reduce((sum, { plan }) => sum + plan.steps.length, 0)
  const rows = turns.map(({ host, plan: { steps, makespanS, blocked } }, at) => [
    `${at + 1}`,
    host.name,
    steps.length === 0 ? 'nothing runs there' : `${steps.length} moves, about ${durationText(makespanS)}`,
    blocked.length === 0 ? '' : `cannot leave: ${blocked.map(({ name }) => name).join(', ')}`,
  ])
  return [
    `${cluster}: ${turns.length} hosts, ${moves} moves in all. Each is back in use before the next.`,
    '',
    ...columns(rows),
  ].join('\n')
}

function stepCells({ index, vm, from, to, after, startsAtS, because, isParking, gainPoints }: PlannedStep): string[] {
  const waits = after.length === 0 ? '' : `after ${after.map(one => one + 1).join(', ')}`
  const gain = gainPoints === undefined ? '' : `${gainPoints > 0 ? '+' : ''}${gainPoints}`
  return [
    `${index + 1}`,
    vm.name,
    from.name,
    '→',
    `${to.name}${isParking ? ' (for a while)' : ''}`,
    `${durationText(startsAtS)}`,
    waits,
    gain,
    because.text,
  ]
}

const hostCells = (host: PlannedHost): string[] => [
  host.host.name,
  `memory ${host.memoryBeforePercent} → ${host.memoryAfterPercent} %`,
  `CPU ${host.cpuBeforePercent} → ${host.cpuAfterPercent} %`,
  `VMs ${host.vmsBefore} → ${host.vmsAfter}`,
]

const blockedLines = (blocked: Plan['blocked']): string[] =>
  blocked.length === 0
    ? []
    : ['', 'Should move and cannot:', ...blocked.map(({ name, reason }) => `  ${name}: ${reason.text}`)]
