import { randomUUID } from 'node:crypto'
import type { Sleep } from '../../cycles/sleep.ts'
import { connectHost } from '../../hosts/connect-host.ts'
import type { Dial } from '../../hosts/host-client.ts'
import type { Log } from '../../telemetry/log.ts'
import { createFactSource } from '../../tuning/collectors/fact-source.ts'
import { createIoDraft } from '../../tuning/collectors/io-draft.ts'
import { createTouchedKnobs, type TouchedStore } from '../../tuning/restore/touched-knobs.ts'
import { listenMom } from '../../xmlrpc/mom/listen-mom.ts'
import { createAgentBalancing } from './agent-balancing.ts'
import { agentMomPort } from './agent-mom-port.ts'
import { createAgentPolicies } from './agent-policies.ts'
import type { AgentSettings } from './agent-settings.ts'
import { type AgentModes, runAgent } from './run-agent.ts'

export type StartAgentDeps = Readonly<{
  dial: Dial
  settings: AgentSettings
  modes: AgentModes
  /** CPUs that no vCPU is put on, beside those that the host has isolated. */
  reservedCpuIds: ReadonlySet<number>
  /** What is not as it was found on this host. */
  state: TouchedStore
  timeoutMs: number
  setVerbosity: (text: string) => void
  now: () => number
  sleep: Sleep
  log: Log
}>

export type Agent = Readonly<{
  /** Where MOM's RPC is served; undefined: nowhere. */
  rpcAt: Readonly<{ port: number }> | Readonly<{ path: string }> | undefined
  /** Waits for what is under way, gives back what was changed, then hangs up. */
  stop(): Promise<void>
}>

/** Whoever stops us waits no longer for what is to be given back. */
const GIVE_BACK_MS = 20_000

/** The policy engine of the machine that it runs on. Rejects where the RPC cannot be served. */
export async function startAgent(deps: StartAgentDeps): Promise<Agent> {
  const { dial, settings, reservedCpuIds, now, sleep, log, setVerbosity } = deps
  const policies = await createAgentPolicies(settings.policies, log)
  const io = createIoDraft()
  const { hostCollectors, guestCollectors, historyLength, controllers, hostIntervalS, guestIntervalS } = settings
  // The longer of the two, so that neither is taken for a gap.
  const intervalS = Math.max(hostIntervalS, guestIntervalS)
  const facts = createFactSource({ hostCollectors, guestCollectors, historyLength, intervalS, io })
  const touched = createTouchedKnobs(deps.state)
  const balancing = createAgentBalancing({
    ...{ facts, io, controllers, touched, reservedCpuIds, settings, now, log },
    newId: randomUUID,
  })
  const door = await listenMom(agentMomPort({ policies, facts, setVerbosity }), settings.rpc, { log })
  const access = connectHost({ dial, sleep, now, random: Math.random })
  access.onConnection(({ state, software, problem }) => {
    if (state === 'connected') log.info({ software }, 'The host is connected.')
    if (state === 'waiting') log.warn({ problem: problem?.message }, 'The host is not connected.')
  })
  const stopping = new AbortController()
  const running = runAgent(
    { ...deps, access, facts, balancing, program: () => policies.current().program },
    stopping.signal,
  )
  return {
    rpcAt: door?.at,
    async stop() {
      stopping.abort()
      await running
      await balancing.giveBack(access, AbortSignal.timeout(GIVE_BACK_MS))
      access.close()
      await door?.close()
    },
  }
}
