import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { AskedHostAction, AskedMove, AskedNotice, SchedulerAdvice } from '../../../shared/sdk/scheduler.ts'
import { managePower } from '../balancers/power-management.ts'
import { powerSavingBalance } from '../balancers/power-saving.ts'
import { hostOf, vmOf } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { place } from '../pipeline/place.ts'
import { rankedHosts } from '../pipeline/ranked-hosts.ts'
import { canMigrate } from '../rules/can-migrate.ts'
import { affinityRepairs, type PlacementQuestions } from '../rules/enforce-affinity.ts'
import { haReservation } from '../rules/ha-reservation.ts'
import type { SchedulerScene } from './scheduler-scene.ts'

/**
 * What the engine's other timers look after: broken affinity rules, hosts that power saving would switch, and whether
 * highly available VMs would find another host. Source: rules §9.4, §9.5, §10.
 */
export function timerAdvice(scene: SchedulerScene): SchedulerAdvice {
  const affinity = affinityAdvice(scene)
  const power = powerAdvice(scene)
  const notices = haNotices(scene)
  const because = reason('rules-looked-at', [affinity.because.text, power.because.text].join(' '))
  return { because, moves: affinity.moves, hostActions: power.hostActions, notices: [...affinity.notices, ...notices] }
}

type Affinity = Readonly<{ because: Reason; moves: readonly AskedMove[]; notices: readonly AskedNotice[] }>

/**
 * The first repair of a VM that can migrate, as in the engine: the next one is judged after it. What cannot be repaired is
 * for people to solve.
 */
function affinityAdvice({ situation, policy, onUnknown }: SchedulerScene): Affinity {
  const ask: PlacementQuestions = {
    canSchedule: (vmId, excludedHostIds) => hostsFor(vmId, new Set(excludedHostIds)),
    choose: vmId => decide(vmId)?.hostId,
  }
  const decide = (vmId: string, excludedHostIds?: ReadonlySet<string>) => {
    const vm = vmOf(situation, vmId)
    return vm && place([vm], excludedHostIds ? { excludedHostIds } : {}, { situation, policy, onUnknown })
  }
  const hostsFor = (vmId: string, excluded: ReadonlySet<string>) => {
    const decision = decide(vmId, excluded)
    return decision === undefined ? [] : rankedHosts(decision).map(({ hostId }) => hostId)
  }
  const repairs = affinityRepairs(situation, ask)
  const waiting: string[] = []
  let next = repairs.next()
  while (next.done !== true) {
    const { kind, vmId, hostIds, because } = next.value
    const whyNot = whyNotNow(vmOf(situation, vmId))
    if (whyNot === undefined) {
      const limitBroken = kind === 'hard-vm-host' || kind === 'hard-vm-vm'
      return { because, moves: [{ vmId, toHostIds: hostIds, because, limitBroken }], notices: [] }
    }
    waiting.push(`${because.text} ${whyNot}`)
    next = repairs.next()
  }
  const { code, text, values } = next.value
  const because = reason(code, [...waiting, text].join(' '), values)
  const subject = { kind: 'cluster', id: situation.cluster.id } as const
  return { because, moves: [], notices: code === 'repair-impossible' ? [{ subject, because }] : [] }
}

/** In a state in which a VM cannot migrate the engine refuses it and tries the next repair. Source: rules §10, §11. */
function whyNotNow(vm: VmFacts | undefined): string | undefined {
  if (vm === undefined) return undefined
  const verdict = canMigrate(vm, 'automatic')
  if (verdict.kind === 'may') return undefined
  if (verdict.kind === 'may-not') return verdict.reason.text
  return `Whether ${vm.name} may migrate cannot be told without ${verdict.field}.`
}

type Power = Readonly<{ because: Reason; hostActions: readonly AskedHostAction[] }>

/** Belongs to power saving: other balancers want all hosts at work. */
function powerAdvice({ situation, policy }: SchedulerScene): Power {
  if (policy.balance?.id !== powerSavingBalance.id) {
    return { because: reason('no-power-saving', 'The policy saves no power.'), hostActions: [] }
  }
  const decision = managePower(situation)
  if (decision.kind === 'unknown') {
    const host = hostOf(situation, decision.hostId)?.name ?? decision.hostId
    const text = `Whether ${host} may be switched cannot be told without ${decision.field}.`
    return { because: reason('missing-fact', text, { field: decision.field, host }), hostActions: [] }
  }
  if (decision.kind === 'none') return { because: decision.because, hostActions: [] }
  const { kind: action, hostId, because } = decision
  return { because, hostActions: [{ hostId, action, because }] }
}

/** Hosts of which the engine tells too little are left out: a guess would alarm for nothing. */
function haNotices({ situation }: SchedulerScene): readonly AskedNotice[] {
  return [...haReservation(situation)].flatMap(([hostId, reservation]) => {
    if (reservation.kind !== 'failed') return []
    const name = hostOf(situation, hostId)?.name ?? hostId
    const { code, text, values } = reservation.because
    const unplaced = reservation.unplaced.slice(0, MOST_NAMED).map(({ because }) => because.text)
    const because = reason(code, [`If ${name} failed: ${text}`, ...unplaced].join(' '), { ...values, host: name })
    return [{ subject: { kind: 'host', id: hostId } as const, because }]
  })
}

const MOST_NAMED = 3
