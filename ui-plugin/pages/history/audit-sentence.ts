import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import { guestRequests } from '../../../shared/plan/knob-decision.ts'
import type { LinkKind } from '../../components/portal-links.tsx'
import type { MessageId } from '../../messages/english.ts'

/** An entity that a sentence names. */
export type Mention = Readonly<{ kind: LinkKind; name: string }>

export type AuditSentence = Readonly<{
  id: MessageId
  /** A sentence within the sentence is what was asked for. */
  values: Readonly<Record<string, string | number | Mention | AuditSentence>>
  /** What a person or the service said of it, as it was said. */
  said?: string
  /** What is part of it and has words of its own. */
  changes?: readonly PropertyChange[]
}>

/** undefined: was, or is, not set. */
export type PropertyChange = Readonly<{ property: string; before: string | undefined; after: string | undefined }>

/** What was done, as a sentence with names. An entry that lacks what its sentence needs gets a shorter one. */
export function auditSentence({ action, cluster, subject, detail }: AuditEntry): AuditSentence {
  const inCluster = cluster === undefined ? undefined : ({ kind: 'cluster', name: cluster.name } as const)
  switch (action) {
    case 'apply':
    case 'dismiss':
    case 'wake':
    case 'plan':
      return { ...asked(action, detail, inCluster), ...saidOf(detail.why) }
    case 'snooze':
      return snoozed(detail, inCluster)
    case 'cancel':
      return typeof detail.skipped === 'number'
        ? { id: 'history.did.cancel', values: { skipped: detail.skipped } }
        : { id: 'history.did.cancel.some', values: {} }
    case 'stop':
      return { id: 'history.did.stop', values: {}, ...saidOf(detail.why) }
    case 'resume':
      return { id: 'history.did.resume', values: {} }
    case 'freeze':
      return { id: 'history.did.freeze', values: { cluster: inCluster ?? '' }, ...saidOf(detail.because) }
    case 'thaw':
      return { id: 'history.did.thaw', values: { cluster: inCluster ?? '' } }
    case 'edit_policy':
      return editedPolicy(detail, inCluster)
    case 'edit_policy_units':
      return editedUnits(detail)
    case 'copy_policy':
      return { id: 'history.did.copy_policy', values: { from: nameIn(detail.from), policy: nameIn(detail.policy) } }
    case 'edit_automation':
      return editedAutomation(detail, inCluster)
    case 'edit_tuning': {
      const [before, after] = [record(detail.before), record(detail.after)]
      return { id: 'history.did.edit_tuning', values: { cluster: inCluster ?? '' }, changes: changesOf(before, after) }
    }
    case 'edit_host_policy':
      return {
        id: typeof detail.after === 'string' ? 'history.did.edit_host_policy' : 'history.did.edit_host_policy.removed',
        values: { cluster: inCluster ?? '', policy: String(detail.policy) },
      }
    case 'reset_host_policies':
      return { id: 'history.did.reset_host_policies', values: { cluster: inCluster ?? '' } }
    case 'ask_guest':
      return {
        id: `history.did.ask_guest.${guestRequests.find(asked => asked === detail.request) ?? 'migrate'}`,
        values: { vm: nameIn(detail.vm) },
        ...saidOf(detail.because),
      }
    case 'edit_log_level':
      return levelSet(String(detail.after), detail.minutes)
    case 'step':
      return stepped(detail)
    case 'restore_store':
      return { id: 'history.did.restore_store', values: { time: Date.parse(String(detail.backupAt)) } }
    default:
      return ofUnit(action, subject, detail)
  }
}

type Detail = AuditEntry['detail']

const levelSet = (level: string, minutes: unknown): AuditSentence =>
  typeof minutes === 'number' && minutes > 0
    ? { id: 'history.did.edit_log_level', values: { level, minutes } }
    : { id: 'history.did.edit_log_level.stays', values: { level } }

function snoozed(detail: Detail, cluster: Mention | undefined): AuditSentence {
  const what = askedFor(detail, cluster)
  const { untilMs: until } = detail
  return what === undefined || typeof until !== 'number'
    ? { id: 'history.did.snooze.some', values: {} }
    : { id: 'history.did.snooze', values: { what, until } }
}

function asked(
  action: 'apply' | 'dismiss' | 'wake' | 'plan',
  detail: Detail,
  cluster: Mention | undefined,
): AuditSentence {
  const what = askedFor(detail, cluster)
  return what === undefined
    ? { id: `history.did.${action}.some`, values: {} }
    : { id: `history.did.${action}`, values: { what } }
}

function askedFor(detail: Detail, cluster: Mention | undefined): AuditSentence | undefined {
  const move = moveOf(detail)
  if (move !== undefined) return { id: 'detail.title', values: move }
  const host = mention('host', detail.host)
  const action = hostActions.find(one => one === detail.action)
  if (host !== undefined && action !== undefined) return { id: `recs.host.${action}`, values: { host } }
  const objective = objectives.find(one => one === detail.objective)
  const { moves } = detail
  return objective !== undefined && typeof moves === 'number' && cluster !== undefined
    ? { id: `recs.plan.${objective}`, values: { cluster, moves } }
    : undefined
}

const objectives = ['balance', 'density', 'repair', 'evacuate', 'restore'] as const
const hostActions = ['maintenance', 'power-off', 'activate', 'start'] as const
const stepStates = ['waiting', 'requested', 'running', 'done', 'failed', 'skipped', 'superseded'] as const

function stepped(detail: Detail): AuditSentence {
  const move = moveOf(detail)
  const state = stepStates.find(one => one === detail.state)
  if (move === undefined || state === undefined) return { id: 'history.did.step', values: {} }
  return { id: `history.did.step.${state}`, values: move, ...saidOf(detail.problem) }
}

function editedAutomation({ before, after }: Detail, cluster: Mention | undefined): AuditSentence {
  const values = { cluster: cluster ?? '' }
  if (after === undefined) return { id: 'history.did.edit_automation.reset', values }
  return { id: 'history.did.edit_automation', values, changes: changesOf(record(before), record(after)) }
}

const changesOf = (was: Readonly<Record<string, unknown>>, is: Readonly<Record<string, unknown>>): PropertyChange[] =>
  Object.keys(is)
    .map(property => ({ property, before: textIn(was[property]), after: textIn(is[property]) }))
    .filter(change => change.before !== change.after)

function editedPolicy({ before, after }: Detail, cluster: Mention | undefined): AuditSentence {
  const changes = changesOf(record(record(before).properties), record(record(after).properties))
  const [was, is] = [record(before), record(after)]
  // Who changes properties alone names no policy.
  const isOther = is.policyId !== undefined && was.policyId !== is.policyId
  const [from, policy] = [nameIn(was.policy), nameIn(is.policy)]
  const values = { cluster: cluster ?? '', policy, from }
  if (!isOther) return { id: `history.did.edit_policy${policy === '' ? '' : '.of'}`, values, changes }
  // Earlier versions wrote down no names.
  if (policy === '') return { id: 'history.did.edit_policy.other', values, changes }
  return { id: `history.did.edit_policy.${from === '' ? 'to' : 'from'}`, values, changes }
}

const editedUnits = ({ policy, before, after }: Detail): AuditSentence => ({
  id: 'history.did.edit_policy_units',
  values: { policy: nameIn(policy) },
  changes: changesOf(record(before), record(after)),
})

function nameIn(value: unknown): string {
  const { name } = record(value)
  return typeof name === 'string' ? name : ''
}

function ofUnit(action: UnitAction, unit: string, detail: Detail): AuditSentence {
  const { source } = { ...record(detail.before), ...record(detail.after), ...detail }
  const said = saidOf(detail.problem ?? detail.why)
  return typeof source === 'string'
    ? { id: `history.did.${action}.of`, values: { unit, source }, ...said }
    : { id: `history.did.${action}`, values: { unit }, ...said }
}

type UnitAction = Extract<AuditEntry['action'], `unit_${string}`>

function moveOf(detail: Detail): Readonly<Record<'vm' | 'from' | 'to', Mention>> | undefined {
  const [vm, from, to] = [mention('vm', detail.vm), mention('host', detail.from), mention('host', detail.to)]
  return vm && from && to && { vm, from, to }
}

function mention(kind: LinkKind, value: unknown): Mention | undefined {
  const { name } = record(value)
  return typeof name === 'string' ? { kind, name } : undefined
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

/** undefined: it was not set, which an empty list says too. */
function textIn(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.join('; ')
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : undefined
}

const saidOf = (value: unknown): Readonly<{ said?: string }> =>
  typeof value === 'string' && value !== '' ? { said: value } : {}
