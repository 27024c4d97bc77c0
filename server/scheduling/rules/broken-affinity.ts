/** Which running VMs break affinity rules, in the order in which the engine tries to mend them. Source: rules §10. */
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { type Situation, vmOf } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { movesFreely } from './can-migrate.ts'

export type BrokenRule = Readonly<{
  kind: 'hard-vm-host' | 'hard-vm-vm' | 'soft-vm-host' | 'soft-vm-vm'
  vmId: string
  because: Reason
  /** Another member on its host may not move, so the engine leaves all of them there. */
  heldBack?: true
}>

/** Code units, as Java compares: no locale. */
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Fewest broken rules first: the engine's quirk (its own comment promises the opposite). Groups without hosts bind nothing
 * here. Labels of old clusters come expanded as groups. Source: rules §10.
 */
export function brokenHostRules(
  situation: Situation,
  groups: readonly AffinityGroup[],
  enforcing: boolean,
): readonly BrokenRule[] {
  const broken = new Map<string, string[]>()
  for (const { name, vmIds, hostIds, hostRule } of groups) {
    if (!hostRule.enabled || hostRule.enforcing !== enforcing || hostIds.size === 0) continue
    for (const vmId of vmIds) {
      const hostId = vmOf(situation, vmId)?.hostId
      if (hostId === undefined || hostIds.has(hostId) === hostRule.positive) continue
      broken.set(vmId, [...(broken.get(vmId) ?? []), name])
    }
  }
  return [...broken]
    .toSorted(([id, names], [otherId, others]) => names.length - others.length || byText(id, otherId))
    .map(([vmId, names]) => {
      const vm = vmOf(situation, vmId)?.name ?? vmId
      const what = enforcing ? 'rules' : 'wishes'
      const text = `${vm} runs on a host that breaks ${what} with hosts: ${names.join(', ')}.`
      const because = reason('host-rule-broken', text, { vm, groups: names.join(', '), broken: names.length })
      return { kind: enforcing ? 'hard-vm-host' : 'soft-vm-host', vmId, because }
    })
}

/** A rule between VMs; hard positive groups that share VMs are one. */
type VmRule = Readonly<{ name: string; priority: number; positive: boolean; vmIds: ReadonlySet<string> }>

/** Soft rules by priority first. Then the biggest group first, and of equal ones the engine takes the later id first. */
export function brokenVmRules(
  situation: Situation,
  groups: readonly AffinityGroup[],
  enforcing: boolean,
): readonly BrokenRule[] {
  const active = groups.filter(({ vmRule }) => vmRule.enabled && vmRule.enforcing === enforcing)
  const rules = active.map(({ name, priority, vmIds, vmRule: { positive } }) => ({ name, priority, vmIds, positive }))
  const united = enforcing
    ? [...unite(rules.filter(({ positive }) => positive)), ...rules.filter(({ positive }) => !positive)]
    : rules
  return united
    .toSorted(
      (a, b) =>
        (enforcing ? 0 : b.priority - a.priority) ||
        b.vmIds.size - a.vmIds.size ||
        byText(smallest(b.vmIds), smallest(a.vmIds)),
    )
    .flatMap(rule => offenders(rule, situation).map(offender => brokenBy(offender, rule, enforcing)))
}

const smallest = (ids: ReadonlySet<string>): string => [...ids].toSorted(byText)[0] ?? ''

/** Groups connected through shared VMs, over any number of steps. Source: rules §10. */
function unite(rules: readonly VmRule[]): readonly VmRule[] {
  let united: readonly VmRule[] = []
  for (const rule of rules) {
    const touching = united.filter(({ vmIds }) => !vmIds.isDisjointFrom(rule.vmIds))
    const parts = [...touching, rule]
    const name = parts.map(part => part.name).join(', ')
    const vmIds = new Set(parts.flatMap(part => [...part.vmIds]))
    const whole = { ...rule, name, vmIds }
    united = [...united.filter(other => !touching.includes(other)), whole]
  }
  return united
}

const byHost = ({ vmIds }: VmRule, situation: Situation): ReadonlyMap<string, readonly VmFacts[]> => {
  const running = [...vmIds].flatMap(id => vmOf(situation, id) ?? []).filter(({ hostId }) => hostId !== undefined)
  return Map.groupBy(running, ({ hostId }) => hostId ?? '')
}

type Offender = Readonly<{ vm: VmFacts; heldBack: boolean }>

/**
 * None while the rule is kept. Together: the smallest part moves to the rest. Apart: where most are together. On a host with
 * a member that may not move all are held back, even those that may. Source: rules §10.
 */
function offenders(rule: VmRule, situation: Situation): readonly Offender[] {
  const parts = [...byHost(rule, situation)]
  if (rule.positive && parts.length < 2) return []
  const wanted = rule.positive ? parts : parts.filter(([, vms]) => vms.length > 1)
  const sign = rule.positive ? 1 : -1
  return wanted
    .toSorted(([id, vms], [otherId, others]) => sign * (vms.length - others.length) || byText(id, otherId))
    .flatMap(([, vms]) => {
      const heldBack = !vms.every(movesFreely)
      return vms.toSorted((a, b) => byText(a.id, b.id)).map(vm => ({ vm, heldBack }))
    })
}

function brokenBy(
  { vm: { id, name: vm }, heldBack }: Offender,
  { name, positive }: VmRule,
  enforcing: boolean,
): BrokenRule {
  const text = positive
    ? `${vm} runs apart from other VMs of ${name}, which belong together.`
    : `${vm} runs together with another VM of ${name}, which belong apart.`
  const because = reason('vm-rule-broken', text, { vm, groups: name })
  return { kind: enforcing ? 'hard-vm-vm' : 'soft-vm-vm', vmId: id, because, ...(heldBack && { heldBack }) }
}
