import { randomUUID } from 'node:crypto'
import type { ApiDeps } from '../../server/api/api-app.ts'
import { type Automation, type AutomationDeps, createAutomation } from '../../server/apply/automation/automation.ts'
import { type AutomationEntries, parseAutomationRules } from '../../server/apply/automation/automation-rules.ts'
import { ApplyError } from '../../server/apply/services.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import { type AutomationState, nothingHeld } from '../../shared/plan/automation.ts'
import type { Plan } from '../../shared/plan/plan.ts'
import { aRecommendation, NOON_MS } from './builders.ts'

export const aPlan = (over: Partial<Plan> = {}): Plan => ({
  objective: { kind: 'balance' },
  level: 3,
  steps: [],
  makespanS: 0,
  pointsBefore: 0,
  pointsAfter: 0,
  pointsBound: 0,
  transferMiB: 0,
  hosts: [],
  emptied: [],
  blocked: [],
  checkedBy: [],
  notes: [],
  ...over,
})

export function automationRules(entries: Partial<AutomationEntries> = {}) {
  const { rules, problems } = parseAutomationRules({
    modes: [],
    windows: [],
    objectives: [],
    level: 3,
    budget: { hour: 10, day: 100 },
    ...entries,
  })
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return rules
}

/** Automation that may do everything, within a small budget; `over` says what else a test gives it. */
export const anAutomation = (over: Partial<AutomationDeps> & Pick<AutomationDeps, 'store'>): Automation =>
  createAutomation({
    rules: automationRules({ modes: ['*=automatic'], budget: { hour: 2, day: 3 } }),
    excludeTag: 'leave-alone',
    excluded: () => new Set(),
    now: () => NOON_MS,
    newId: () => randomUUID(),
    alert: async () => undefined,
    tell: async () => undefined,
    ...over,
  })

/** Why automation does not permit the move of `aRecommendation` as of now; undefined: it does. */
export async function refusal(of: Automation, isAutomatic = true): Promise<string | undefined> {
  const { cluster, vm, from, to } = aRecommendation()
  const verdict = await of.permit({ move: { cluster, vm, from, to }, isAutomatic })
  return verdict.ok ? undefined : verdict.reason.code
}

/** Automation without a store, and a planner that finds nothing to move. */
export function fakeAutomation(
  entries: Partial<AutomationEntries> = {},
): Pick<ApiDeps, 'automation' | 'plans' | 'deliveries' | 'audit'> {
  const rules = automationRules(entries)
  const audited: AuditEntry[] = []
  let kept: AutomationState = nothingHeld
  let id = 0
  const automation = anAutomation({
    rules,
    store: {
      readAutomation: async () => kept,
      async changeAutomation(change) {
        const changed = change(kept)
        kept = changed?.next ?? kept
        if (changed !== undefined) audited.unshift(changed.audit)
        return kept
      },
      listRuns: async () => [],
    },
    newId: () => `a${id++}`,
  })
  return {
    automation,
    audit: { listAudit: async ({ limit }) => audited.slice(0, limit) },
    deliveries: { list: async () => [], measure: async () => undefined },
    plans: {
      request: async ({ objective, level = 3 }) => ({ plan: aPlan({ objective, level }) }),
      replan: async () => undefined,
      undo: async runId => {
        throw new ApplyError('not-found', `There is no run ${runId}.`)
      },
      restore: async () => {
        throw new ApplyError('state-conflict', 'Nothing was moved that could be taken back.')
      },
    },
  }
}
