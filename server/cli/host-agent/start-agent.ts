import { randomUUID } from 'node:crypto'
import type { Sleep } from '../../cycles/sleep.ts'
import { connectHost } from '../../hosts/connect-host.ts'
import type { Dial } from '../../hosts/host-client.ts'
import type { Log } from '../../telemetry/log.ts'
import { createFactSource } from '../../tuning/collectors/fact-source.ts'
import { createIoDraft } from '../../tuning/collectors/io-draft.ts'
import { createHostTuner } from '../../tuning/host-tuner.ts'
import { listenMom } from '../../xmlrpc/mom/listen-mom.ts'
import { agentMomPort } from './agent-mom-port.ts'
import { createAgentPolicies } from './agent-policies.ts'
import type { AgentSettings } from './agent-settings.ts'
import { type AgentMode, runAgent } from './run-agent.ts'

export type StartAgentDeps = Readonly<{
  dial: Dial
  settings: AgentSettings
  mode: AgentMode
  takeOver: boolean
  timeoutMs: number
  setVerbosity: (text: string) => void
  now: () => number
  sleep: Sleep
  log: Log
}>

export type Agent = Readonly<{
  /** Where MOM's RPC is served; undefined: nowhere. */
  rpcAt: Readonly<{ port: number }> | Readonly<{ path: string }> | undefined
  /** Waits for what is under way, then hangs up. Knobs stay as they are. */
  stop(): Promise<void>
}>

/** The policy engine of the machine that it runs on. Rejects where the RPC cannot be served. */
export async function startAgent(deps: StartAgentDeps): Promise<Agent> {
  const { dial, settings, now, sleep, log, setVerbosity } = deps
  const policies = await createAgentPolicies(settings.policies, log)
  const io = createIoDraft()
  const { hostCollectors, guestCollectors, historyLength, controllers, hostIntervalS, guestIntervalS } = settings
  // The longer of the two, so that neither is taken for a gap.
  const intervalS = Math.max(hostIntervalS, guestIntervalS)
  const facts = createFactSource({ hostCollectors, guestCollectors, historyLength, intervalS, io })
  const tuner = createHostTuner({ facts, io, controllers, now, newId: randomUUID })
  const door = await listenMom(agentMomPort({ policies, facts, setVerbosity }), settings.rpc, { log })
  const access = connectHost({ dial, sleep, now, random: Math.random })
  access.onConnection(({ state, software, problem }) => {
    if (state === 'connected') log.info({ software }, 'The host is connected.')
    if (state === 'waiting') log.warn({ problem: problem?.message }, 'The host is not connected.')
  })
  const stopping = new AbortController()
  const running = runAgent(
    { ...deps, access, facts, tuner, program: () => policies.current().program },
    stopping.signal,
  )
  return {
    rpcAt: door?.at,
    async stop() {
      stopping.abort()
      await running
      access.close()
      await door?.close()
    },
  }
}
