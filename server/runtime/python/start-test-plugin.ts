/** For tests: a plugin from its text, running in a real interpreter. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPython } from './find-python.ts'
import type { PluginMethod, PythonRun } from './python-run.ts'
import { startZygote, type Zygote, type ZygoteOptions } from './start-zygote.ts'

export type TestPlugin = Zygote &
  Readonly<{
    dir: string
    /** Calls a method of the class `P`, with ten seconds unless told otherwise. */
    run(method: PluginMethod, args?: readonly unknown[], timeoutMs?: number): Promise<PythonRun>
  }>

export const spawnPlainly = (
  [command = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): ChildProcessWithoutNullStreams => spawn(command, args, { stdio: 'pipe', env })

// A version manager's wrapper is asked once.
const python = findPython('python3')

/** `files`: others in its directory, by name. Stopped and removed at the end of an `await using` block. */
export async function startTestPlugin(
  source: string,
  { files = {}, ...options }: Partial<ZygoteOptions> & { files?: Readonly<Record<string, string>> } = {},
): Promise<TestPlugin & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'python-plugin-'))
  for (const [name, text] of Object.entries({ ...files, 'plugin.py': source })) await writeFile(join(dir, name), text)
  const zygote = startZygote({
    python: await python,
    pluginFile: join(dir, 'plugin.py'),
    spawn: command => spawnPlainly(command),
    ...options,
  })
  return {
    ...zygote,
    dir,
    run: (method, args = [['h1', 'h2'], 'vm', {}], timeoutMs = 10_000) =>
      zygote.call({ className: 'P', method, args, timeoutMs }),
    async [Symbol.asyncDispose]() {
      await zygote.close()
      await rm(dir, { recursive: true })
    },
  }
}
