import type { ClusterAutomationView } from '../../../shared/api/plans.ts'
import type { ClusterAutomation } from '../../../shared/plan/automation.ts'
import type { MessageId } from '../../messages/english.ts'
import { type WeekWindows, weekOf, windowsOf } from './week-hours.ts'

/** The settings of a cluster while a person edits them. */
export type AutomationDraft = Readonly<{
  mode: ClusterAutomation['mode']
  objective: ClusterAutomation['objective']
  level: number
  /** False: at any time. */
  hasWindows: boolean
  week: WeekWindows
  /** As typed. */
  perHour: string
  perDay: string
}>

export const mostMoves = { perHour: 1000, perDay: 10_000 } as const

export function draftOf(view: ClusterAutomationView, ownZone: string): AutomationDraft {
  const { mode, objective, level, windows, perHour, perDay } = view
  return {
    mode,
    objective,
    level,
    hasWindows: windows.length > 0,
    week: weekOf(windows, ownZone),
    perHour: String(perHour),
    perDay: String(perDay),
  }
}

/** What is sent. Only of a draft without problems. */
export const settingsOf = ({ hasWindows, week, perHour, perDay, ...rest }: AutomationDraft): ClusterAutomation => ({
  ...rest,
  windows: hasWindows ? windowsOf(week) : [],
  perHour: Number(perHour),
  perDay: Number(perDay),
})

export type DraftField = 'windows' | 'perHour' | 'perDay'

/** Field → what is wrong with it. */
export function draftProblems(draft: AutomationDraft): ReadonlyMap<DraftField, MessageId> {
  const problems = new Map<DraftField, MessageId>()
  for (const field of ['perHour', 'perDay'] as const) {
    const isCount = /^\d{1,5}$/.test(draft[field].trim()) && Number(draft[field]) <= mostMoves[field]
    if (!isCount) problems.set(field, `auto.${field}.problem`)
  }
  // No window at all would mean "always", the opposite of what an empty week looks like.
  if (draft.hasWindows && windowsOf(draft.week).length === 0) problems.set('windows', 'auto.windows.problem')
  return problems
}

/** Whether saving would change anything: compared as it would be sent, so that the order in which hours were ticked does not count. */
export const isChanged = (view: ClusterAutomationView, draft: AutomationDraft): boolean =>
  JSON.stringify(settingsOf(draftOf(view, draft.week.zone))) !== JSON.stringify(settingsOf(draft))
