import type { ApiDeps } from '../../server/api/api-app.ts'
import { createAutomation } from '../../server/apply/automation/automation.ts'
import { type AutomationEntries, parseAutomationRules } from '../../server/apply/automation/automation-rules.ts'
import { ApplyError } from '../../server/apply/services.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { AutomationState } from '../../shared/plan/automation.ts'
import type { Plan } from '../../shared/plan/plan.ts'
import { NOON_MS } from './builders.ts'

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
  const { rules, problems } = parseAutomationRules({ modes: [], windows: [], objectives: [], ...entries })
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return rules
}

/** Automation without a store, and a planner that finds nothing to move. */
export function fakeAutomation(
  entries: Partial<AutomationEntries> = {},
): Pick<ApiDeps, 'automation' | 'rules' | 'plans' | 'deliveries' | 'audit'> {
  const rules = automationRules(entries)
  const audited: AuditEntry[] = []
  let kept: AutomationState | undefined
  let id = 0
  const automation = createAutomation({
    rules,
    store: {
      readAutomation: async () => kept,
      writeAutomation: async (state, audit) => {
        kept = state
        audited.unshift(audit)
      },
      listRuns: async () => [],
    },
    budget: { hour: 10, day: 100 },
    excludeTag: 'leave-alone',
    excluded: () => new Set(),
    now: () => NOON_MS,
    newId: () => `a${id++}`,
    alert: async () => undefined,
    tell: async () => undefined,
  })
  return {
    rules,
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
