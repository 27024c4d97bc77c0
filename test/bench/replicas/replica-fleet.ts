import { apiBase } from '../../../shared/api/paths.ts'
import type { Health } from '../../../shared/api/service.ts'
import { freePort } from '../../fakes/free-port.ts'
import { type Caller, callerAt, signIn } from '../../scenarios/sign-in.ts'
import { type RunningProcess, startProcess } from '../../scenarios/start-process.ts'

type Replica = {
  process?: RunningProcess | undefined
  readonly restPort: number
  readonly xmlrpcPort: number
  api: Caller
}

export type ReplicaFleet = Readonly<{
  /** Calls of whichever lives, one after the other; a call that meets a dead one is for the caller to repeat. */
  any: Caller
  anyXmlrpcPort(): number
  /** Kills one with SIGKILL and waits until the others have its clusters: after how many ms. */
  kill(nth: number): Promise<number>
  start(nth: number): Promise<void>
  /** How many clusters are held by whoever lives. */
  held(): Promise<number>
  stop(): Promise<void>
  output(): string
}>

const LOOK_MS = 200
const GIVEN_UP_MS = 60_000

/** So many replicas with the same settings, on ports of their own. */
export async function startFleet(
  origin: string,
  settings: Readonly<Record<string, string>>,
  count: number,
  clusters: number,
): Promise<ReplicaFleet> {
  const replicas: Replica[] = []
  let turn = 0
  let output = ''
  const living = () => replicas.filter(({ process }) => process !== undefined)
  const next = (): Replica => {
    const all = living()
    turn += 1
    return all[turn % Math.max(1, all.length)] ?? replicas[0] ?? impossible()
  }

  async function start(nth: number): Promise<void> {
    const replica = replicas[nth] ?? impossible()
    const ports = { 'rest-port': `${replica.restPort}`, 'xmlrpc-port': `${replica.xmlrpcPort}` }
    const flags = Object.entries({ ...settings, ...ports }).flatMap(([name, value]) => [`--${name}`, value])
    const env = { OVIRT_SCHEDULER_ENGINE_PASSWORD: 'admin' }
    replica.process = await startProcess(['serve', ...flags], /ovirt-scheduler is ready/, env)
  }

  async function held(): Promise<number> {
    const healths = await Promise.all(living().map(({ api }) => api.get<Health>('/health').catch(() => undefined)))
    return healths.reduce((sum, health) => sum + (health?.replicas?.clusters ?? 0), 0)
  }

  async function untilHeld(): Promise<number> {
    const begunMs = performance.now()
    while ((await held()) < clusters && performance.now() - begunMs < GIVEN_UP_MS)
      await new Promise(resolve => setTimeout(resolve, LOOK_MS))
    return performance.now() - begunMs
  }

  async function end(replica: Replica, signal: NodeJS.Signals): Promise<void> {
    const { process } = replica
    replica.process = undefined
    await process?.stop(signal)
    output += process?.output() ?? ''
  }

  const token = await signIn(origin)
  for (let nth = 0; nth < count; nth++) {
    const [restPort, xmlrpcPort] = [await freePort(), await freePort()]
    replicas.push({ restPort, xmlrpcPort, api: callerAt(`http://127.0.0.1:${restPort}${apiBase}`, token) })
  }
  await Promise.all(replicas.map((_, nth) => start(nth)))
  await untilHeld()
  return {
    any: {
      get: path => next().api.get(path),
      send: (method, path, body) => next().api.send(method, path, body),
    },
    anyXmlrpcPort: () => next().xmlrpcPort,
    async kill(nth) {
      await end(replicas[nth] ?? impossible(), 'SIGKILL')
      return await untilHeld()
    },
    start,
    held,
    async stop() {
      await Promise.all(living().map(replica => end(replica, 'SIGTERM')))
    },
    output: () => output,
  }
}

function impossible(): never {
  throw new Error('there is no such replica')
}
