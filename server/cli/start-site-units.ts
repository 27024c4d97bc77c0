import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ConfigError } from '../config/config-error.ts'
import type { Config } from '../config/settings.ts'
import { createFetchForPlugins } from '../runtime/plugins/fetch-for-plugin.ts'
import { type LoadPluginDeps, loadPlugin } from '../runtime/plugins/load-plugin.ts'
import type { LoadedPlugin } from '../runtime/plugins/loaded-plugin.ts'
import { parseGrants } from '../runtime/plugins/parse-grants.ts'
import type { PluginFile } from '../runtime/plugins/plugin-file.ts'
import { POLL_INTERVAL_MS, pollDirectories, stampOfFiles } from '../runtime/plugins/poll-directories.ts'
import { findPythonInstallation, type PythonInstallation } from '../runtime/plugins/python-installation.ts'
import { createSiteUnits, type SiteUnits } from '../runtime/plugins/site-units.ts'
import { createStagingDirectory } from '../runtime/plugins/staging-directory.ts'
import { createSandbox, type Sandbox, SandboxError } from '../runtime/sandbox/create-sandbox.ts'
import { watchProcesses } from '../runtime/sandbox/watch-processes.ts'
import type { Log } from '../telemetry/log.ts'
import { CliFailure } from './outcome.ts'
import { versionInfo } from './version-info.ts'

/** What loads plugins as the configuration says, and what must be ended afterwards. */
export type PluginLoader = Readonly<{
  sandbox: Sandbox
  load(file: PluginFile): Promise<LoadedPlugin>
  close(): Promise<void>
}>

const LOAD_TIMEOUT_MS = 10_000
const PYTHON_MEMORY_MIB = 512
/** Of a call's time, so that a slow fetch costs the call and not the plugin's process. */
const FETCH_SHARE = 0.8

/** Throws CliFailure when the isolation that is demanded cannot be had, ConfigError for grants that are not understood. */
export async function startPluginLoader(config: Config, log: Log): Promise<PluginLoader> {
  const { grants, problems } = parseGrants(config['units.grants'])
  if (problems.length > 0) throw new ConfigError(problems)
  const sandbox = await createSandbox(config['units.sandbox']).catch((error: Error) => {
    throw error instanceof SandboxError ? new CliFailure(error.message, { cause: error }) : error
  })
  const stagingDirectory = await createStagingDirectory()
  const watch = watchProcesses()
  const fetch = createFetchForPlugins(config['units.callTimeout'] * FETCH_SHARE)
  let python: Promise<PythonInstallation> | undefined
  const strict = config['units.compatibility'] === 'strict'
  const shared = { sandbox, watch, stagingDirectory, environment: process.env, sleep, log }
  const deps: LoadPluginDeps = {
    grants,
    strict,
    legacyConfDirectory: legacyConfDirectory(config),
    scripts: {
      ...shared,
      fetch,
      productVersion: versionInfo.version,
      limits: {
        callTimeoutMs: config['units.callTimeout'],
        loadTimeoutMs: LOAD_TIMEOUT_MS,
        memoryMiB: config['units.memory'],
        hasSpare: config['units.spares'],
      },
    },
    python: {
      ...shared,
      strict,
      // Looked for once, when the first Python plugin is there: a site without any needs no Python.
      python: () => (python ??= findPythonInstallation(config['units.python'])),
      timeoutMs: config['units.pythonTimeout'] * 1000,
      memoryMiB: PYTHON_MEMORY_MIB,
      mayRunUnisolated: config['units.sandbox'] === 'runtime',
    },
  }
  return {
    sandbox,
    load: file => loadPlugin(file, deps),
    async close() {
      watch.close()
      await fetch.close()
      await rm(stagingDirectory, { recursive: true, force: true })
    },
  }
}

/** The site's units, loaded and kept up to date with the directory until closed. */
export async function startSiteUnits(
  config: Config,
  log: Log,
): Promise<Readonly<{ siteUnits: SiteUnits; sandbox: Sandbox; close(): Promise<void> }>> {
  const loader = await startPluginLoader(config, log)
  const directory = resolve(config['units.directory'])
  const confDirectories = [directory, legacyConfDirectory(config)]
  const siteUnits = createSiteUnits({
    directory,
    load: loader.load,
    configurationStamp: () => stampOfFiles(confDirectories, '.conf'),
    lastWins: config['units.compatibility'] === 'strict',
    log,
  })
  await siteUnits.refresh()
  if (siteUnits.plugins().length > 0 && loader.sandbox.shortfall !== undefined) {
    log.warn({ shortfall: loader.sandbox.shortfall }, 'Plugins are kept in by Node alone, not by the kernel.')
  }
  const poll = pollDirectories(confDirectories, POLL_INTERVAL_MS, () => void siteUnits.refresh())
  return {
    siteUnits,
    sandbox: loader.sandbox,
    async close() {
      poll.close()
      await siteUnits.close()
      await loader.close()
    },
  }
}

const legacyConfDirectory = (config: Config): string =>
  join(resolve(config['legacy.directory'] || '/nonexistent'), 'plugins')

const sleep = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms).unref())
