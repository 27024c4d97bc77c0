import { type Caller, callerAt, signIn } from './sign-in.ts'
import { type ProcessOptions, type RunningProcess, startProcess } from './start-process.ts'

/** A simulated engine as a process of its own, with a user signed in there. */
export type EngineProcess = Readonly<{
  process: RunningProcess
  origin: string
  /** Its REST API, and what steers the simulation. */
  api: Caller
  sim: Caller
}>

/** Balancing and the external scheduler of the engine are off: what happens there is what the test or the service asks for. */
export async function startEngine(...options: readonly string[]): Promise<EngineProcess> {
  const quiet = ['--no-external-scheduler', '--no-engine-balancing']
  const process = await startProcess(
    ['simulate-engine', '--port', '0', ...options, ...quiet],
    /Simulated engine: (http:\/\/\S+)\/ovirt-engine/,
  )
  const origin = process.match[1] ?? ''
  const token = await signIn(origin)
  return {
    ...{ process, origin },
    api: callerAt(`${origin}/ovirt-engine/api`, token),
    sim: callerAt(`${origin}/sim/v1`, token),
  }
}

/** `headers`: those of its signed-in user, for calls that are no JSON. `xmlrpc`: where the engine would call it. */
export type ServiceProcess = Readonly<{
  process: RunningProcess
  xmlrpc: string
  api: Caller
  headers: Readonly<Record<string, string>>
}>

/** The service beside it, with a user signed in anew, on ports of its own unless the settings, by their flags, say others. */
export async function startService(
  { origin }: Pick<EngineProcess, 'origin'>,
  settings: Readonly<Record<string, string>>,
  options: ProcessOptions = {},
): Promise<ServiceProcess> {
  const all = {
    'engine-url': `${origin}/ovirt-engine`,
    'engine-read-interval': '2',
    'rest-port': '0',
    'xmlrpc-port': '0',
    ...settings,
  }
  const flags = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])
  const env = { OVIRT_SCHEDULER_ENGINE_PASSWORD: 'admin' }
  const process = await startProcess(['serve', ...flags], /"rest":"(\S+?)".*"xmlrpc":\{"port":(\d+)/, env, options)
  const token = await signIn(origin)
  const [, rest = '', port] = process.match
  return {
    ...{ process, xmlrpc: `http://127.0.0.1:${port}/`, api: callerAt(rest, token) },
    headers: { Authorization: `Bearer ${token}` },
  }
}
