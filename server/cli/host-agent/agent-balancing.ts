import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { HostAccess } from '../../hosts/host-client.ts'
import type { Program } from '../../language/evaluate.ts'
import type { Log } from '../../telemetry/log.ts'
import { createBalancedHost } from '../../tuning/balanced-host.ts'
import type { BalanceFacts } from '../../tuning/host-balance.ts'
import type { HandOn } from '../../tuning/knobs/carry-out.ts'
import { usualMemoryLimits } from '../../tuning/memory/usual-memory-limits.ts'
import { usualPinLimits } from '../../tuning/pinning/usual-pin-limits.ts'
import type { PlanRoundDeps } from '../../tuning/plan-round.ts'
import type { TouchedKnobs } from '../../tuning/restore/touched-knobs.ts'
import { unmanagedVm } from '../../tuning/vm-standing.ts'
import type { AgentSettings } from './agent-settings.ts'
import { createRoundLog } from './log-round.ts'

/** The one host that an agent knows. */
export const HOST_ID = 'localhost'

export type AgentBalancingDeps = PlanRoundDeps &
  Readonly<{
    /** Not loaded yet. */
    touched: TouchedKnobs
    /** CPUs that no vCPU is put on. */
    reservedCpuIds: ReadonlySet<number>
    settings: Pick<AgentSettings, 'guestIntervalS' | 'policyIntervalS'>
    now: () => number
    newId: () => string
    log: Log
  }>

export type AgentRound = Readonly<{
  reading: HostReading
  guests: readonly GuestReading[]
  takenAtMs: number
  modes: BalanceFacts['modes']
  program: () => Program
  knobs: HostAccess
  signal: AbortSignal
}>

export type AgentBalancing = Readonly<{
  /**
   * What an earlier run left is given back in the first one, before anything else. Rejects while it cannot be read what that is: then nothing
   * is changed.
   */
  round(asked: AgentRound): Promise<void>
  /** Everything goes back to how it was found. Never rejects. */
  giveBack(knobs: HostAccess, signal: AbortSignal): Promise<void>
}>

/** Policy and balancers of a host that nobody manages but itself: no VM has a standing, and nobody can be asked to take one. */
export function createAgentBalancing(deps: AgentBalancingDeps): AgentBalancing {
  const { touched, reservedCpuIds, settings, log } = deps
  const longestGapMs = LONGEST_GAP * 1000 * Math.max(settings.guestIntervalS, settings.policyIntervalS)
  const logs = createRoundLog(log)
  let host: ReturnType<typeof createBalancedHost> | undefined

  async function opened() {
    if (host !== undefined) return host
    await touched.load()
    host = createBalancedHost({
      ...deps,
      hostId: HOST_ID,
      balance: {
        pins: { limits: usualPinLimits, reservedCpuIds, longestGapMs },
        memory: usualMemoryLimits,
        staleMs: longestGapMs,
        standingOf: () => unmanagedVm,
      },
    })
    return host
  }

  return {
    async round({ reading, guests, takenAtMs, modes, program, knobs, signal }) {
      const host = await opened()
      const named = { id: HOST_ID, name: reading.hostname ?? HOST_ID }
      const leaving = leavingOf(guests)
      const looked = host.look({
        host: named,
        reading,
        guests,
        takenAtMs,
        leaving,
        arrived: new Map(),
        modes,
        cannotAsk,
      })
      const done = await host.act({ looked, modes, program: program(), knobs, handOn: refuse, signal })
      logs.looked(looked)
      if (done !== undefined) logs.done(done)
      logs.pressures(host.pressures())
    },
    async giveBack(knobs, signal) {
      try {
        const host = await opened()
        if (touched.of(HOST_ID).size === 0) return
        const { done, failed, waiting } = await host.giveBack(knobs, signal)
        logs.done(done)
        const count = failed.length + waiting
        if (count > 0) log.warn({ count }, notGivenBack)
      } catch (error) {
        log.warn({ error }, notGivenBack)
      }
    },
  }
}

/** Intervals: what lies further apart tells nothing of now. */
const LONGEST_GAP = 3

const notGivenBack = 'Not everything could be given back; it is tried again when the agent is started.'

const leavingOf = (guests: readonly GuestReading[]): ReadonlyMap<string, Reason> =>
  new Map(guests.flatMap(({ id, name, state }) => (state === 'migrating' ? [[id, isMigrating(name)] as const] : [])))

const isMigrating = (vm: string): Reason => reason('vm-migrating', `${vm} is being migrated to another host.`, { vm })

const cannotAsk = reason('no-engine', 'There is no engine here that could be asked.')

const refuse: HandOn = async () => ({ code: cannotAsk.code, message: cannotAsk.text })
