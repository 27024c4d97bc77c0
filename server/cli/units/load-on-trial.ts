import { isAbsolute, resolve } from 'node:path'
import type { Config } from '../../config/settings.ts'
import { createRuntime } from '../../runtime/create-runtime.ts'
import { type LoadedPlugin, PluginError } from '../../runtime/plugins/loaded-plugin.ts'
import { isPluginFile, readPluginFile } from '../../runtime/plugins/plugin-file.ts'
import type { LoadedUnit } from '../../runtime/unit-runner.ts'
import type { UnitRuntime } from '../../runtime/unit-runtime.ts'
import { createLog } from '../../telemetry/logger.ts'
import { CliFailure } from '../outcome.ts'
import { startPluginLoader } from '../start-site-units.ts'

/** One plugin, loaded as the service would load it. */
export type PluginOnTrial = Readonly<{
  plugin: LoadedPlugin
  level: string
  runtime: UnitRuntime
  close(): Promise<void>
}>

export const silentLog = () => createLog({ level: 'silent', pretty: false })

/** Throws CliFailure with every problem of the file. */
export async function loadOnTrial(given: string, config: Config): Promise<PluginOnTrial> {
  const file = isAbsolute(given) ? given : resolve(given)
  if (!isPluginFile(file)) throw new CliFailure(`${given} is no plugin; plugins end with .ts, .js, .mjs or .py`)
  const loader = await startPluginLoader(config, silentLog())
  try {
    const plugin = await loader.load(await readPluginFile(file))
    const close = async () => {
      await plugin.close()
      await loader.close()
    }
    return { plugin, level: loader.sandbox.level, runtime: runtimeOf(plugin.units), close }
  } catch (error) {
    await loader.close()
    const problems = error instanceof PluginError ? error.problems : [(error as Error).message]
    throw new CliFailure(problems.map(problem => `${given}: ${problem}`).join('\n'), { cause: error })
  }
}

export const runtimeOf = (units: readonly LoadedUnit[]): UnitRuntime =>
  createRuntime({ units: [], siteUnits: () => units, elapsedMs: () => performance.now() })
