import { type AutomationMode, automationModes } from '../../../shared/plan/automation.ts'
import { parseTimeWindow, type TimeWindow } from './time-window.ts'

type ClusterName = Readonly<{ id: string; name: string }>

export const standingObjectives = ['none', 'balance', 'density', 'repair'] as const
export type StandingObjective = (typeof standingObjectives)[number]

/** What holds for each cluster. A cluster that is not named has what "*" has. */
export type AutomationRules = Readonly<{
  modeOf(cluster: ClusterName): AutomationMode
  /** None: always. */
  windowsOf(cluster: ClusterName): readonly TimeWindow[]
  /** What is planned for by itself. */
  objectiveOf(cluster: ClusterName): StandingObjective
  /** Clusters that are named, as written. */
  named: readonly string[]
}>

export type AutomationEntries = Readonly<Record<'modes' | 'windows' | 'objectives', readonly string[]>>

/** The settings `automation.modes`, `automation.windows` and `automation.objectives`. All problems at once. */
export function parseAutomationRules({ modes, windows, objectives }: AutomationEntries): Readonly<{
  rules: AutomationRules
  problems: readonly string[]
}> {
  const mode = byCluster('automation.modes', modes, oneOf(automationModes))
  const objective = byCluster('automation.objectives', objectives, oneOf(standingObjectives))
  const window = byCluster('automation.windows', windows, parseTimeWindow)
  const first = <T>(found: ReadonlyMap<string, readonly T[]>, { id, name }: ClusterName) =>
    found.get(name) ?? found.get(id) ?? found.get('*')
  return {
    problems: [
      ...[mode, objective].flatMap(({ problems }) => problems),
      ...window.problems,
      ...[mode, objective].flatMap(({ found, setting }) =>
        [...found].flatMap(([cluster, given]) =>
          given.length > 1 ? [`${setting}: the cluster ${cluster} is named twice`] : [],
        ),
      ),
    ],
    rules: {
      modeOf: cluster => first(mode.found, cluster)?.[0] ?? 'approve',
      windowsOf: cluster => first(window.found, cluster) ?? [],
      objectiveOf: cluster => first(objective.found, cluster)?.[0] ?? 'none',
      named: [...new Set([mode, objective, window].flatMap(({ found }) => [...found.keys()]))].filter(
        name => name !== '*',
      ),
    },
  }
}

type Problem = Readonly<{ problem: string }>

function byCluster<T extends string | object>(
  setting: string,
  entries: readonly string[],
  parse: (text: string) => T | Problem,
) {
  const found = new Map<string, T[]>()
  const problems: string[] = []
  for (const entry of entries) {
    const [, cluster, text] = /^([^=]+?)\s*=\s*(.+)$/.exec(entry) ?? []
    if (cluster === undefined || text === undefined) {
      problems.push(`${setting}: "${entry}" must be CLUSTER=VALUE; * is every other cluster`)
      continue
    }
    const value = parse(text)
    if (typeof value === 'object' && 'problem' in value) problems.push(`${setting}: "${entry}" ${value.problem}`)
    else found.set(cluster, [...(found.get(cluster) ?? []), value as T])
  }
  return { setting, found, problems }
}

const oneOf =
  <const C extends string>(choices: readonly C[]) =>
  (text: string): C | Problem =>
    choices.find(choice => choice === text) ?? { problem: `must be one of ${choices.join(', ')}` }
