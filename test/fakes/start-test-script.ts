/** For tests: a plugin from its text, really running in a sandbox. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LoadScriptDeps, loadScript } from '../../server/runtime/plugins/load-script.ts'
import type { LoadedPlugin } from '../../server/runtime/plugins/loaded-plugin.ts'
import { type Grant, noGrant } from '../../server/runtime/plugins/parse-grants.ts'
import { readPluginFile } from '../../server/runtime/plugins/plugin-file.ts'
import { createSandbox, type Sandbox } from '../../server/runtime/sandbox/create-sandbox.ts'
import type { Wrapper } from '../../server/runtime/sandbox/sandboxed-process.ts'
import { type ProcessWatch, watchProcesses } from '../../server/runtime/sandbox/watch-processes.ts'
import { aHost, aSnapshot, aVm } from './builders.ts'
import { aLog, type LoggedLine } from './log.ts'

export const everyWrapper: readonly Wrapper[] = ['bwrap', 'unshare', 'permission']
export const kernelWrappers: readonly Wrapper[] = ['bwrap', 'unshare']

const sandboxes = new Map<Wrapper, Promise<Sandbox>>()

/** The wrapper itself, not the best there is. Rejects where this machine has none. */
export function sandboxBy(wrapper: Wrapper): Promise<Sandbox> {
  const known = sandboxes.get(wrapper)
  if (known !== undefined) return known
  const made = wrapper === 'permission' ? createSandbox('runtime') : createSandbox('kernel', [wrapper])
  sandboxes.set(wrapper, made)
  return made
}

/** What this machine lacks is left out, by name. */
export async function availableWrappers(wanted: readonly Wrapper[] = everyWrapper): Promise<Wrapper[]> {
  const found = await Promise.all(
    wanted.map(wrapper =>
      sandboxBy(wrapper).then(
        () => [wrapper],
        () => [],
      ),
    ),
  )
  return found.flat()
}

export type TestScript = Readonly<{
  plugin: LoadedPlugin
  directory: string
  /** The plugin's processes, seen from outside, in the order in which they were started. */
  children: readonly ChildProcessWithoutNullStreams[]
  logged: readonly LoggedLine[]
  /** Asks the first unit's filter about host1; resolves with its reason, undefined: it accepts. */
  filter(values?: Readonly<Record<string, string>>): Promise<string | undefined>
  /** One more process of the plugin has been started. */
  nextStart(): Promise<void>
}>

export type TestScriptOptions = Readonly<{
  wrapper?: Wrapper
  grant?: Partial<Grant>
  limits?: Partial<LoadScriptDeps['limits']>
  environment?: LoadScriptDeps['environment']
  fetch?: LoadScriptDeps['fetch']
  sleep?: LoadScriptDeps['sleep']
  watch?: ProcessWatch
  fileName?: string
  /** Others in its directory, by name. */
  files?: Readonly<Record<string, string>>
}>

export const question = { snapshot: aSnapshot(), vm: aVm(), hosts: [aHost()] }

/** Loads it; everything is ended and removed at the end of an `await using` block. Rejects with PluginError. */
export async function startTestScript(
  source: string,
  options: TestScriptOptions = {},
): Promise<TestScript & AsyncDisposable> {
  const { wrapper = 'bwrap', grant, limits, fileName = 'plugin.ts', files = {}, ...deps } = options
  const directory = await mkdtemp(join(tmpdir(), 'script-plugin-'))
  for (const [name, text] of Object.entries({ ...files, [fileName]: source }))
    await writeFile(join(directory, name), text)
  const sandbox = await sandboxBy(wrapper)
  const { log, lines } = aLog()
  const children: ChildProcessWithoutNullStreams[] = []
  let started = Promise.withResolvers<void>()
  const watch = deps.watch ?? watchProcesses(20)
  const end = async () => {
    if (deps.watch === undefined) watch.close()
    await rm(directory, { recursive: true })
  }
  try {
    const plugin = await loadScript(
      await readPluginFile(join(directory, fileName)),
      { ...noGrant, ...grant },
      {
        sandbox: {
          ...sandbox,
          spawn(process) {
            const child = sandbox.spawn(process)
            children.push(child)
            started.resolve()
            started = Promise.withResolvers<void>()
            return child
          },
        },
        watch,
        stagingDirectory: join(directory, 'staged'),
        environment: {},
        productVersion: '0.1.0',
        fetch: () => Promise.reject(new Error('nothing is fetched here')),
        sleep: ms => new Promise(resolve => setTimeout(resolve, ms).unref()),
        log,
        ...deps,
        limits: { callTimeoutMs: 5_000, loadTimeoutMs: 10_000, memoryMiB: 64, hasSpare: false, ...limits },
      },
    )
    return {
      plugin,
      directory,
      children,
      logged: lines,
      async filter(values = {}) {
        const { runner } = plugin.units[0] ?? {}
        if (runner?.needs !== 'facts' || runner.filter === undefined) throw new Error('the plugin has no filter')
        const verdict = (await runner.filter(question, { values, properties: {} })).get('host1')
        return verdict?.ok === false ? verdict.reason.text : undefined
      },
      nextStart: () => started.promise,
      async [Symbol.asyncDispose]() {
        await plugin.close()
        await end()
      },
    }
  } catch (error) {
    await end()
    throw error
  }
}
