import {
  type AutomationMode,
  automationModes,
  type SavedAutomation,
  type StandingObjective,
  standingObjectives,
} from '../../../shared/plan/automation.ts'
import { byCluster, oneOfWords } from '../../config/by-cluster.ts'
import { parseTimeWindow, type TimeWindow } from './time-window.ts'

type ClusterName = Readonly<{ id: string; name: string }>

/** How many moves the service may begin by itself in a cluster. */
export type Budget = Readonly<{ hour: number; day: number }>

/** What holds for each cluster. A cluster that is not named has what "*" has. */
export type AutomationRules = Readonly<{
  modeOf(cluster: ClusterName): AutomationMode
  /** None: always. */
  windowsOf(cluster: ClusterName): readonly TimeWindow[]
  /** What is planned for by itself. */
  objectiveOf(cluster: ClusterName): StandingObjective
  /** Recommendations up to this priority are carried out, 1..5. */
  levelOf(cluster: ClusterName): number
  budgetOf(cluster: ClusterName): Budget
  /** Clusters that are named, as written. */
  named: readonly string[]
}>

export type AutomationEntries = Readonly<Record<'modes' | 'windows' | 'objectives', readonly string[]>> &
  Readonly<{ level: number; budget: Budget }>

/** The settings `automation.*`. All problems at once. */
export function parseAutomationRules({ modes, windows, objectives, level, budget }: AutomationEntries): Readonly<{
  rules: AutomationRules
  problems: readonly string[]
}> {
  const mode = byCluster('automation.modes', modes, oneOfWords(automationModes))
  const objective = byCluster('automation.objectives', objectives, oneOfWords(standingObjectives))
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
      levelOf: () => level,
      budgetOf: () => budget,
      named: [...new Set([mode, objective, window].flatMap(({ found }) => [...found.keys()]))].filter(
        name => name !== '*',
      ),
    },
  }
}

/** What people have set for a cluster stands in place of all that is configured for it. */
export function withSaved(configured: AutomationRules, saved: () => readonly SavedAutomation[]): AutomationRules {
  const of = ({ id }: ClusterName) => saved().find(({ clusterId }) => clusterId === id)?.settings
  return {
    named: configured.named,
    modeOf: cluster => of(cluster)?.mode ?? configured.modeOf(cluster),
    // Windows that do not parse were never accepted.
    windowsOf: cluster => of(cluster)?.windows.flatMap(text => windowIn(text) ?? []) ?? configured.windowsOf(cluster),
    objectiveOf: cluster => of(cluster)?.objective ?? configured.objectiveOf(cluster),
    levelOf: cluster => of(cluster)?.level ?? configured.levelOf(cluster),
    budgetOf(cluster) {
      const set = of(cluster)
      return set === undefined ? configured.budgetOf(cluster) : { hour: set.perHour, day: set.perDay }
    },
  }
}

function windowIn(text: string): TimeWindow | undefined {
  const parsed = parseTimeWindow(text)
  return 'problem' in parsed ? undefined : parsed
}
