import { registrationProblems } from '../register-units.ts'
import type { LoadedUnit } from '../unit-runner.ts'
import { applyPluginConf } from './apply-plugin-conf.ts'
import { type LoadPythonDeps, loadPython } from './load-python.ts'
import { type LoadScriptDeps, loadScript } from './load-script.ts'
import { type LoadedPlugin, PluginError } from './loaded-plugin.ts'
import { type Grant, noGrant } from './parse-grants.ts'
import type { PluginFile } from './plugin-file.ts'
import { confOf, readPluginConfs } from './read-plugin-conf.ts'

export type LoadPluginDeps = Readonly<{
  scripts: LoadScriptDeps
  python: LoadPythonDeps
  grants: ReadonlyMap<string, Grant>
  /** Where the original daemon kept the plugins' own configuration. */
  legacyConfDirectory: string
  strict: boolean
}>

/** Loads a plugin, configures its units and checks that they may run. Throws PluginError; nothing is left running then. */
export async function loadPlugin(file: PluginFile, deps: LoadPluginDeps): Promise<LoadedPlugin> {
  const grant = deps.grants.get(file.name) ?? noGrant
  const plugin =
    file.kind === 'script' ? await loadScript(file, grant, deps.scripts) : await loadPython(file, grant, deps.python)
  try {
    const names = [file.name, ...plugin.units.map(({ unit }) => unit.id)]
    const confs = await readPluginConfs(names, file, deps.legacyConfDirectory)
    const units = plugin.units.map((loaded): LoadedUnit => {
      const { unit, warnings } = applyPluginConf(loaded.unit, confOf(loaded.unit.id, file, confs))
      return { ...loaded, unit, warnings: [...(loaded.warnings ?? []), ...warnings] }
    })
    const problems = units.flatMap(({ unit }) => registrationProblems(unit, file.path))
    if (problems.length > 0) throw new PluginError(problems.map(({ path, problem }) => `${path} ${problem}`))
    return { ...plugin, units }
  } catch (error) {
    await plugin.close()
    throw error
  }
}
