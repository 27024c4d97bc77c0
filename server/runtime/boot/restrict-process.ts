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
 * `process` loses what could reach another process. What a plugin prints goes to the standard error stream.
 */
export function restrictProcess({ sdkUrl, pluginUrl, readsFiles, environment }: Restrictions): void {
  const allowed = new Set([...harmless, ...(readsFiles ? ['fs', 'fs/promises'] : [])].flatMap(asImported))
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (context.parentURL !== pluginUrl) return nextResolve(specifier, context)
      if (specifier === 'ovirt-scheduler/sdk') return { url: sdkUrl, shortCircuit: true }
      if (allowed.has(specifier)) return nextResolve(specifier, context)
      throw new Error(
        `a plugin may import "ovirt-scheduler/sdk" and Node's ${harmless.join(', ')}; not "${specifier.slice(0, 80)}"`,
      )
    },
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
