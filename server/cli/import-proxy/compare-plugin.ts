import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { UnitFunction } from '../../../shared/policy/unit.ts'
import type { Config } from '../../config/settings.ts'
import { CliFailure } from '../outcome.ts'
import { loadOnTrial } from '../units/load-on-trial.ts'
import { askAll, type Shown } from '../units/show-unit.ts'
import { sourceNotes } from './source-notes.ts'

/** How one function of a unit answered, read as the old daemon did and as this service does. */
export type Compared = Readonly<{ function: UnitFunction; verdict: 'same' | 'differs' | 'fails'; text: string }>

export type ComparedUnit = Readonly<{ id: string; warnings: readonly string[]; functions: readonly Compared[] }>

/** What was found out about one plugin. */
export type PluginReport = Readonly<{
  file: string
  /** Why it does not run here. */
  problems: readonly string[]
  units: readonly ComparedUnit[]
  /** What its text shows. */
  notes: readonly string[]
}>

/**
 * Loads a plugin of the old daemon and puts every function the same question twice: once its output is taken as the daemon took it,
 * once as this service does. It runs in the sandbox both times. Never rejects for what the plugin does.
 */
export async function comparePlugin(
  file: string,
  text: string,
  snapshot: Snapshot,
  config: Config,
): Promise<PluginReport> {
  const notes = sourceNotes(text)
  try {
    const before = await shown(file, snapshot, { ...config, 'units.compatibility': 'strict' })
    const here = await shown(file, snapshot, { ...config, 'units.compatibility': 'mended' })
    const units = here.map(({ id, warnings, said }): ComparedUnit => {
      const old = before.find(one => one.id === id)?.said ?? {}
      const names = Object.keys(said) as (keyof Shown)[]
      return { id, warnings, functions: names.map(name => compared(name, old[name], said[name])) }
    })
    return { file, problems: [], units, notes }
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error
    return { file, problems: error.message.split('\n').map(line => line.replace(`${file}: `, '')), units: [], notes }
  }
}

async function shown(file: string, snapshot: Snapshot, config: Config) {
  const trial = await loadOnTrial(file, config)
  try {
    trial.plugin.show(snapshot)
    const vm = snapshot.vms[0]
    const cluster = snapshot.clusters.find(({ id }) => id === vm?.clusterId) ?? snapshot.clusters[0]
    if (cluster === undefined) throw new CliFailure('the snapshot has no cluster')
    const subjects = { snapshot, cluster, vm }
    const units = []
    for (const { unit, warnings = [] } of trial.plugin.units) {
      units.push({ id: unit.id, warnings, said: await askAll(unit, trial.runtime, subjects, {}) })
    }
    return units
  } finally {
    await trial.close()
  }
}

type Said = Shown[keyof Shown]

function compared(name: UnitFunction, before: Said, here: Said): Compared {
  const [old, now] = [inWords(before), inWords(here)]
  if (here?.ok !== true) return { function: name, verdict: 'fails', text: now }
  if (old === now) return { function: name, verdict: 'same', text: now }
  return { function: name, verdict: 'differs', text: `before: ${old}; here: ${now}` }
}

/** What the engine would have been told, without times and reasons. */
function inWords(said: Said): string {
  if (said === undefined) return 'it was no unit'
  if (!said.ok) return `no answer that counts (${said.message})`
  if ('kept' in said) return `keeps ${said.kept.join(', ') || 'no host'}`
  if ('costs' in said) {
    const costs = said.costs.toSorted((a, b) => (a.host < b.host ? -1 : 1)).map(({ host, cost }) => `${host} ${cost}`)
    return `costs ${costs.join(', ') || 'nothing anywhere'}`
  }
  return said.vm === undefined ? 'moves nothing' : `moves ${said.vm} to ${said.to.join(', ') || 'any host'}`
}
