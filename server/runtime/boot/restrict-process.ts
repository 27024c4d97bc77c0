import { registerHooks } from 'node:module'

/** Modules of Node's that compute and nothing else. */
const harmless = ['assert', 'buffer', 'crypto', 'events', 'path', 'querystring', 'string_decoder', 'url', 'util']
const asImported = (name: string) => [name, `node:${name}`]

export type Restrictions = Readonly<{
  sdkUrl: string
  pluginUrl: string
  /** Some files were granted: then `node:fs` may be imported, and reaches those. */
  readsFiles: boolean
  /** Variables that were granted. */
  environment: readonly string[]
}>

/** Ways to the system that Node's permission model leaves open, or that only serve to get round a limit. */
const forbidden = [
  'kill',
  '_kill',
  'binding',
  '_linkedBinding',
  'dlopen',
  'getBuiltinModule',
  'setuid',
  'setgid',
  'seteuid',
  'setegid',
  'setgroups',
  'initgroups',
  'chdir',
  'umask',
  'abort',
  '_debugProcess',
  '_debugEnd',
  '_startProfilerIdleNotifier',
  '_stopProfilerIdleNotifier',
  'report',
  'loadEnvFile',
  'execve',
  'send',
  'ppid',
]

/**
 * One layer of several, and the weakest: a plugin may import the SDK and a few modules that only compute, nothing else;
 * `process` loses what could reach another process. What a plugin prints goes to the standard error stream. All that
 * boot itself needs must be loaded before: whoever asks, by whatever trick, is answered alike.
 */
export function restrictProcess({ sdkUrl, pluginUrl, readsFiles, environment }: Restrictions): void {
  const names = [...harmless, ...(readsFiles ? ['fs', 'fs/promises'] : [])]
  // Looked up by `in` and compared by `===`: methods of sets and strings can be replaced by the plugin.
  const allowed: object = Object.freeze(
    Object.assign(
      Object.create(null),
      Object.fromEntries([...names.flatMap(asImported), pluginUrl].map(key => [key, true])),
    ),
  )
  const mayImport = `a plugin may import "ovirt-scheduler/sdk" and Node's ${names.join(', ')}; not `
  const format = pluginUrl.endsWith('.ts') ? 'module-typescript' : 'module'
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === 'ovirt-scheduler/sdk') return { url: sdkUrl, shortCircuit: true }
      if (specifier in allowed) return nextResolve(specifier, context)
      throw new Error(`${mayImport}"${specifier}"`)
    },
    // Never CommonJS: its `module` leads to all of Node's loader.
    load: (url, context, nextLoad) => nextLoad(url, url === pluginUrl ? { ...context, format } : context),
  })
  for (const name of forbidden) Reflect.deleteProperty(process, name)
  for (const name of forbidden) {
    if (name in process)
      Object.defineProperty(process, name, { value: undefined, configurable: false, writable: false })
  }
  for (const name of Object.keys(process.env)) {
    if (!environment.includes(name)) Reflect.deleteProperty(process.env, name)
  }
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write
  // The service fetches for plugins; these would only fail in less helpful words.
  for (const name of ['fetch', 'WebSocket', 'EventSource']) Reflect.deleteProperty(globalThis, name)
}
