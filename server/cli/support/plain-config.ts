import type { Setting } from '../../config/setting.ts'
import { type SettingName, settings } from '../../config/settings.ts'
import { HIDDEN } from '../../telemetry/redact.ts'
import type { Replace } from './anonymise.ts'

/** Lists as CLUSTER=VALUE whose values are words of ours. */
const wordsByCluster: ReadonlySet<string> = new Set(['automation.modes', 'automation.objectives', 'tuning.modes'])

/** One setting of a bundle, without what it tells of a site. What it decides by stays: figures, switches, choices, defaults. */
export function plainConfig(record: unknown, replace: Replace): unknown {
  const { name, value, isDefault } = record as { name: string; value: unknown; isDefault: boolean }
  const plain = (item: unknown): unknown => {
    if (typeof item !== 'string' || item === HIDDEN || isChoice(name, item)) return item
    const [, cluster, word] = /^([^=]+)=(.+)$/.exec(item) ?? []
    if (cluster === undefined || word === undefined) return replace(item, 'text')
    const known = cluster === '*' ? cluster : replace(cluster, 'cluster')
    const isOurs = wordsByCluster.has(name) || (name === 'schedulers.clusters' && /^default\b/.test(word))
    return `${known}=${isOurs ? word : replace(word, 'text')}`
  }
  if (isDefault) return record
  return { name, value: Array.isArray(value) ? value.map(plain) : plain(value), isDefault }
}

function isChoice(name: string, item: string): boolean {
  const { argument = '' }: Partial<Setting<unknown>> = settings[name as SettingName] ?? {}
  return argument.slice(1, -1).split('|').includes(item) && argument.includes('|')
}
