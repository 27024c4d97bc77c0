import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import {
  type AutomationMode,
  type AutomationState,
  type ClusterAutomation,
  type Freeze,
  nothingHeld,
  type Stop,
} from '../../../shared/plan/automation.ts'
import type { Change } from '../../../shared/plan/change.ts'
import { auditedAs, type Doer, nameOf } from '../../../shared/plan/doer.ts'
import type { Named } from '../../../shared/plan/named.ts'
import type { Run } from '../../../shared/plan/run.ts'
import type { Reason } from '../../../shared/policy/reason.ts'
import type { GateRequest } from '../gate.ts'
import type { GateVerdict } from '../judge-move.ts'
import { ApplyError, isService, service } from '../services.ts'
import { type AutomationRules, withSaved } from './automation-rules.ts'
import { judgePermit } from './judge-permit.ts'
import { parseTimeWindow } from './time-window.ts'

/** Where the switch and the freezes are kept; every write is durable when its promise resolves. */
export type AutomationStore = {
  readAutomation(): Promise<AutomationState | undefined>
  /** One transaction, in which nobody else changes it; with what is from now on. */
  changeAutomation(change: Change<AutomationState>): Promise<AutomationState>
  listRuns(filter: Readonly<{ sinceMs?: number | undefined }>): Promise<Run[]>
}

export type AutomationDeps = Readonly<{
  store: AutomationStore
  /** As configured. */
  rules: AutomationRules
  excludeTag: string
  /** VMs with that tag; undefined: not known. */
  excluded: () => ReadonlySet<string> | undefined
  now: () => number
  newId: () => string
  /** Puts a freeze into the engine's events. Never rejects. */
  alert: (freeze: Freeze) => Promise<void>
  /** Puts what a person did with the switch or a freeze into the engine's events. Never rejects. */
  tell: (text: string) => Promise<void>
}>

export type Automation = Readonly<{
  state(): Promise<AutomationState>
  modeOf(cluster: Named): AutomationMode
  /** What holds for each cluster: set by people, else as configured. As configured until `state` was read once. */
  rules: AutomationRules
  /** VMs with this tag are left alone; empty: none. */
  excludeTag: string
  /** Their ids; undefined: not known. */
  excludedVms(): ReadonlySet<string> | undefined
  permit(request: Pick<GateRequest, 'move' | 'isAutomatic'>): Promise<GateVerdict>
  /** What holds up moves of a VM now, whoever wants them in a cluster of this mode. */
  holds(cluster: Named, vm: Named): Promise<Reason | undefined>
  /** Throws ApplyError 'state-conflict' when it is stopped already. */
  stop(by: Doer, why: string): Promise<AutomationState>
  /** Throws ApplyError 'state-conflict' when nothing is stopped. */
  resume(by: Doer): Promise<AutomationState>
  /** Does nothing while the cluster is frozen already. */
  freeze(cluster: Named, because: Reason): Promise<void>
  thaw(clusterId: string, by: Doer): Promise<AutomationState>
  /**
   * Sets all of a cluster; no settings: back to what is configured. `seenAtMs` is when what the person saw was set, 0 for what is
   * configured. Throws ApplyError 'state-conflict' when it was set by somebody since, 'invalid-request' with the field.
   */
  configure(cluster: Named, asked: ConfigureRequest, by: Doer): Promise<AutomationState>
}>

export type ConfigureRequest = Readonly<{ settings?: ClusterAutomation | undefined; seenAtMs: number }>

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The stop switch, the freezes, and what the settings say of each move. */
export function createAutomation(deps: AutomationDeps): Automation {
  const { store, excludeTag, excluded, now, newId, alert, tell } = deps
  let known: AutomationState = nothingHeld
  let changed = 0
  const rules = withSaved(deps.rules, () => known.saved ?? [])

  /** Read anew each time: somebody may have stopped everything on another replica. */
  const state = async (): Promise<AutomationState> => {
    const before = changed
    const read = (await store.readAutomation()) ?? nothingHeld
    // What was changed here meanwhile is newer.
    if (before === changed) known = read
    return known
  }

  type Decided = Readonly<{ next: AutomationState; audit: Omit<AuditEntry, 'id' | 'atMs'> }>
  const change = async (decide: (held: AutomationState) => Decided | undefined): Promise<AutomationState> => {
    const next = await store.changeAutomation(held => {
      const decided = decide(held)
      return decided && { ...decided, audit: { ...decided.audit, id: newId(), atMs: now() } }
    })
    changed += 1
    known = next
    return next
  }

  async function begunOf(clusterId: string): Promise<Readonly<{ hour: number; day: number }>> {
    const nowMs = now()
    // A run of many steps may have been accepted long before its last ones begin.
    const ages = (await store.listRuns({ sinceMs: nowMs - 2 * DAY_MS }))
      .filter(({ cluster, requestedBy }) => cluster.id === clusterId && isService(requestedBy))
      .flatMap(({ steps }) => steps)
      .flatMap(({ startedAtMs }) => (startedAtMs === undefined ? [] : [nowMs - startedAtMs]))
    return { hour: ages.filter(age => age < HOUR_MS).length, day: ages.filter(age => age < DAY_MS).length }
  }

  const permit: Automation['permit'] = async ({ move, isAutomatic }) => {
    const { stop, freezes } = await state()
    const { cluster } = move
    return judgePermit({
      move,
      isAutomatic,
      mode: rules.modeOf(cluster),
      stop,
      freeze: freezes.find(freeze => freeze.cluster.id === cluster.id),
      windows: rules.windowsOf(cluster),
      excluded: excluded(),
      excludeTag,
      begun: isAutomatic ? await begunOf(cluster.id) : { hour: 0, day: 0 },
      budget: rules.budgetOf(cluster),
      nowMs: now(),
    })
  }

  return {
    state,
    modeOf: rules.modeOf,
    rules,
    excludeTag,
    excludedVms: excluded,
    permit,

    async holds(cluster, vm) {
      // Where it would go does not matter to the settings.
      const move = { cluster, vm, from: vm, to: vm }
      const verdict = await permit({ move, isAutomatic: rules.modeOf(cluster) === 'automatic' })
      return verdict.ok ? undefined : verdict.reason
    },

    async stop(doer, why) {
      const audited = auditedAs(doer)
      const { by } = audited
      const next = await change(held => {
        if (held.stop !== undefined)
          throw new ApplyError('state-conflict', `${held.stop.by.name} has stopped all moves already.`)
        const stop: Stop = { by, atMs: now(), why }
        const audit = { ...audited, action: 'stop', subject: 'automation', detail: { why } } as const
        return { next: { ...held, stop }, audit }
      })
      void tell(`${by.name} has stopped all moves${why === '' ? '.' : `: ${why}`}`)
      return next
    },

    async resume(doer) {
      const next = await change(({ stop, ...held }) => {
        if (stop === undefined) throw new ApplyError('state-conflict', 'Moves are not stopped.')
        return { next: held, audit: { ...auditedAs(doer), action: 'resume', subject: 'automation', detail: {} } }
      })
      void tell(`${nameOf(doer).name} lets moves start again.`)
      return next
    },

    async freeze(cluster, because) {
      const freeze: Freeze = { cluster, atMs: now(), because }
      const detail = { because: because.text }
      const audit = { by: service, action: 'freeze', cluster, subject: cluster.id, detail } as const
      const { freezes } = await change(held =>
        held.freezes.some(one => one.cluster.id === cluster.id)
          ? undefined
          : { next: { ...held, freezes: [...held.freezes, freeze] }, audit },
      )
      if (!freezes.includes(freeze)) return
      await alert(freeze)
    },

    async thaw(clusterId, doer) {
      let name = ''
      const next = await change(held => {
        const freeze = held.freezes.find(({ cluster }) => cluster.id === clusterId)
        if (freeze === undefined) throw new ApplyError('state-conflict', 'The cluster is not frozen.')
        const freezes = held.freezes.filter(one => one !== freeze)
        const { cluster } = freeze
        name = cluster.name
        const audit = { ...auditedAs(doer), action: 'thaw', cluster, subject: clusterId, detail: {} } as const
        const thaws = [...(held.thaws ?? []).filter(one => one.clusterId !== clusterId), { clusterId, atMs: now() }]
        return { next: { ...held, freezes, thaws }, audit }
      })
      void tell(`${nameOf(doer).name} lets ${name} be automatic again.`)
      return next
    },

    async configure(cluster, { settings, seenAtMs }, doer) {
      const audited = auditedAs(doer)
      const { by } = audited
      refuseBadWindows(settings?.windows ?? [])
      const next = await change(({ saved = [], ...held }) => {
        const before = saved.find(({ clusterId }) => clusterId === cluster.id)
        if ((before?.atMs ?? 0) !== seenAtMs) {
          const text =
            before === undefined
              ? `The settings of ${cluster.name} were put back to what is configured.`
              : `${before.by.name} has changed the settings of ${cluster.name} since.`
          throw new ApplyError('state-conflict', text)
        }
        const others = saved.filter(one => one !== before)
        const mine = settings === undefined ? [] : [{ clusterId: cluster.id, by, atMs: now(), settings }]
        const detail = { before: before?.settings, after: settings }
        const audit = { ...audited, action: 'edit_automation', cluster, subject: cluster.id, detail } as const
        return { next: { ...held, saved: [...others, ...mine] }, audit }
      })
      void tell(`${by.name} has set what is done automatically in ${cluster.name}: mode ${rules.modeOf(cluster)}.`)
      return next
    },
  }
}

function refuseBadWindows(windows: readonly string[]): void {
  const fields = windows.flatMap((text, at) => {
    const parsed = parseTimeWindow(text)
    return 'problem' in parsed ? [{ path: `settings.windows.${at}`, problem: `"${text}" ${parsed.problem}` }] : []
  })
  if (fields.length > 0)
    throw new ApplyError('invalid-request', 'A time window cannot be read. Nothing was changed.', fields)
}
