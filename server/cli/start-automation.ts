import { randomUUID } from 'node:crypto'
import { type Automation, createAutomation } from '../apply/automation/automation.ts'
import { type AutomationRules, parseAutomationRules } from '../apply/automation/automation-rules.ts'
import { ConfigError } from '../config/config-error.ts'
import type { Config } from '../config/settings.ts'
import type { TaggedVms } from '../cycles/tagged-vms.ts'
import type { TellEngine } from '../cycles/tell-engine.ts'
import type { Store } from '../store/store.ts'
import type { Log } from '../telemetry/log.ts'

/** What holds for each cluster. Throws ConfigError. */
export function readAutomationRules(config: Config): AutomationRules {
  const { rules, problems } = parseAutomationRules({
    modes: config['automation.modes'],
    windows: config['automation.windows'],
    objectives: config['automation.objectives'],
    level: config['automation.level'],
    budget: { hour: config['automation.perHour'], day: config['automation.perDay'] },
  })
  const tag = config['automation.excludeTag']
  // The engine answers a search that it cannot read with an empty list, which would leave no VM alone.
  const badTag = /^[A-Za-z0-9_.-]*$/.test(tag)
    ? []
    : [`automation.excludeTag must be letters, digits, "_", "-" and ".", not "${tag}"`]
  if (problems.length > 0 || badTag.length > 0) throw new ConfigError([...problems, ...badTag])
  return rules
}

type Deps = Readonly<{
  rules: AutomationRules
  store: Store
  tagged: Pick<TaggedVms, 'ids'>
  tell: TellEngine
  now: () => number
  log: Pick<Log, 'warn'>
}>

/** The stop switch, the freezes and the settings' word on each move; a freeze is also an event of the engine. */
export function startAutomation(config: Config, { rules, store, tagged, tell, now, log }: Deps): Automation {
  return createAutomation({
    store,
    rules,
    excludeTag: config['automation.excludeTag'],
    excluded: tagged.ids,
    now,
    newId: randomUUID,
    async alert({ cluster, because }) {
      log.warn({ clusterId: cluster.id, code: because.code }, 'Automatic moves of a cluster are frozen.')
      await tell.say('warning', `automatic moves in ${cluster.name} are frozen. ${because.text}`, cluster.id)
    },
    tell: text => tell.say('warning', text),
  })
}
