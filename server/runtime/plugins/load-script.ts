import { basename } from 'node:path'
import type { Log } from '../../telemetry/log.ts'
import { untraced } from '../../telemetry/trace.ts'
import type { Sandbox } from '../sandbox/create-sandbox.ts'
import { bootFiles } from '../sandbox/plugin-files.ts'
import { type PluginProcess, startPluginProcess } from '../sandbox/plugin-process.ts'
import { supervisePlugin } from '../sandbox/plugin-supervisor.ts'
import { scriptRunner } from '../sandbox/script-runner.ts'
import { scriptScheduler } from '../sandbox/script-scheduler.ts'
import { snapshotLine } from '../sandbox/snapshot-line.ts'
import type { ProcessWatch } from '../sandbox/watch-processes.ts'
import { parseSchedulerDeclaration, tooNew } from '../schedulers/parse-scheduler-declaration.ts'
import type { FetchForPlugin } from './fetch-for-plugin.ts'
import { type LoadedPlugin, PluginError } from './loaded-plugin.ts'
import { parseDeclaration } from './parse-declaration.ts'
import type { Grant } from './parse-grants.ts'
import type { PluginFile } from './plugin-file.ts'
import { stagePlugin } from './stage-plugin.ts'

export type ScriptLimits = Readonly<{
  callTimeoutMs: number
  loadTimeoutMs: number
  memoryMiB: number
  hasSpare: boolean
}>

export type LoadScriptDeps = Readonly<{
  sandbox: Sandbox
  watch: ProcessWatch
  limits: ScriptLimits
  stagingDirectory: string
  /** Of this service: schedulers written for a newer one are not used. */
  productVersion: string
  fetch: FetchForPlugin
  environment: Readonly<Record<string, string | undefined>>
  sleep: (ms: number) => Promise<void>
  log: Log
}>

const MIB_BYTES = 1_048_576
/** V8 reserves much more address space than it uses; with less it does not start. What the plugin may hold comes on top. */
const START_MIB = 1024
/** Node itself, its code and the wrappers, beside what the plugin holds. */
const OWN_RSS_MIB = 160
const MAX_PROCESSES = 8
const MAX_UNITS = 50

/** Starts a TypeScript or JavaScript plugin in the sandbox and asks it for its units and schedulers. Throws PluginError. */
export async function loadScript(file: PluginFile, grant: Grant, deps: LoadScriptDeps): Promise<LoadedPlugin> {
  const staged = await stagePlugin(file, deps.stagingDirectory)
  const start = () => untraced(() => startOne(file, staged, grant, deps))
  const first = start()
  try {
    const said = await first.ready
    const count = said.units.length + said.schedulers.length
    if (count > MAX_UNITS) throw new PluginError([`it exports ${count} units; a file may have ${MAX_UNITS}`])
    const units = said.units.map(parseDeclaration)
    const schedulers = said.schedulers.map(parseSchedulerDeclaration)
    const { sandbox, limits, sleep, productVersion } = deps
    const { hasSpare, callTimeoutMs } = limits
    const supervisor = supervisePlugin({ first, start, hasSpare, callTimeoutMs, sleep })
    return {
      file,
      units: units.map(unit => ({
        unit,
        source: file.path,
        kind: 'script',
        isolation: sandbox.level,
        checksum: file.checksum,
        runner: scriptRunner(unit, supervisor),
      })),
      schedulers: schedulers.map(scheduler => {
        const ignored = tooNew(scheduler, productVersion)
        return {
          scheduler,
          source: file.path,
          isolation: sandbox.level,
          checksum: file.checksum,
          ...(ignored !== undefined && { ignored }),
          run: scriptScheduler(scheduler.id, supervisor),
        }
      }),
      show: snapshot => supervisor.show(snapshotLine(snapshot)),
      restarts: supervisor.restarts,
      close: supervisor.close,
    }
  } catch (error) {
    first.kill('failed', 'it is not used')
    throw error instanceof PluginError ? error : new PluginError([(error as Error).message])
  }
}

function startOne(file: PluginFile, staged: string, grant: Grant, deps: LoadScriptDeps): PluginProcess {
  const { sandbox, watch, limits, fetch, log } = deps
  // Where there is a file system of its own the plugin stands at a place that says nothing about the machine.
  const inside = sandbox.level === 'kernel' ? `/plugin/${basename(file.path)}` : staged
  const child = sandbox.spawn({
    command: [
      process.execPath,
      ...nodeFlags(inside, grant, limits),
      bootFiles.boot,
      inside,
      bootFiles.sdk,
      JSON.stringify(grant),
    ],
    readable: [
      { from: process.execPath, at: process.execPath },
      ...bootFiles.folders.map(folder => ({ from: folder, at: folder })),
      { from: staged, at: inside },
      ...grant.readable.map(path => ({ from: path, at: path })),
    ],
    environment: granted(grant, deps.environment),
    dataBytes: (START_MIB + limits.memoryMiB) * MIB_BYTES,
    openFiles: 64,
  })
  const plugin = startPluginProcess({
    child,
    loadTimeoutMs: limits.loadTimeoutMs,
    callTimeoutMs: limits.callTimeoutMs,
    fetch: url => fetch(url, grant.fetchHosts),
    log,
  })
  if (child.pid !== undefined) {
    const stop = watch.watch({
      pid: child.pid,
      maxRssBytes: (limits.memoryMiB + OWN_RSS_MIB) * MIB_BYTES,
      maxProcesses: MAX_PROCESSES,
      asked: plugin.asked,
      onExcess: what => plugin.kill('failed', what),
    })
    void plugin.gone.then(stop)
  }
  return plugin
}

/** Node's own permission model, one layer of several; without SQLite, which does not know of it. */
const nodeFlags = (inside: string, { readable }: Grant, { memoryMiB }: ScriptLimits): string[] => [
  '--permission',
  ...[...bootFiles.folders, inside, ...readable].map(path => `--allow-fs-read=${path}`),
  '--no-experimental-sqlite',
  '--no-experimental-webstorage',
  '--disable-sigusr1',
  '--disallow-code-generation-from-strings',
  `--max-old-space-size=${memoryMiB}`,
  '--disable-proto=delete',
  '--no-addons',
  '--no-warnings',
]

const granted = ({ environment }: Grant, given: LoadScriptDeps['environment']): Record<string, string> =>
  Object.fromEntries(environment.flatMap(name => (given[name] === undefined ? [] : [[name, given[name]]])))
