import type { HostReading } from '../../../shared/model/host-reading.ts'
import type { TuningMode } from '../../../shared/model/tuning.ts'
import type { MemoryOwner } from '../../../shared/plan/tuning-state.ts'
import type { Sleep } from '../../cycles/sleep.ts'
import type { HostAccess, HostClient } from '../../hosts/host-client.ts'
import type { Program } from '../../language/evaluate.ts'
import type { Log } from '../../telemetry/log.ts'
import type { FactSource } from '../../tuning/collectors/fact-source.ts'
import type { AgentBalancing } from './agent-balancing.ts'
import type { AgentSettings } from './agent-settings.ts'

export type AgentMode = Exclude<TuningMode, 'off'>

/** What the command line asks for. */
export type AgentModes = Readonly<{
  /** Of the policy, and of whoever sets the balloons. */
  mode: AgentMode
  pinning: TuningMode
  memory: MemoryOwner
  /** Knobs are set also where MOM is known to run. */
  takeOver: boolean
}>

export type AgentDeps = Readonly<{
  access: HostAccess & Pick<HostClient, 'connection'>
  facts: FactSource
  balancing: AgentBalancing
  program: () => Program
  settings: Pick<AgentSettings, 'hostIntervalS' | 'guestIntervalS' | 'policyIntervalS'>
  modes: AgentModes
  /** For each question to the host. */
  timeoutMs: number
  now: () => number
  sleep: Sleep
  log: Log
}>

/** Samples the host and its guests, and decides what to change, each at its own pace, until stopped. Never rejects. */
export async function runAgent(deps: AgentDeps, stopped: AbortSignal): Promise<void> {
  const { access, facts, balancing, settings, timeoutMs, now, log } = deps
  const signal = () => AbortSignal.any([stopped, AbortSignal.timeout(timeoutMs)])
  let guestsTakenAtMs: number | undefined
  const askGuests = async () => {
    const guests = await access.listGuests(signal())
    guestsTakenAtMs = now()
    facts.takeGuests(guests, guestsTakenAtMs)
  }
  const askHost = async () => facts.takeHost(await access.readHost(signal()), now())

  async function decide(): Promise<void> {
    const { host: reading, guests } = facts.latest()
    if (reading === undefined || guestsTakenAtMs === undefined) return
    await balancing.round({
      ...{ reading, guests: [...guests.values()], takenAtMs: guestsTakenAtMs, knobs: access, signal: stopped },
      ...{ modes: modesNow(deps.modes, reading), program: deps.program },
    })
  }

  async function every(seconds: number, what: string, work: () => Promise<unknown>): Promise<void> {
    let trouble = ''
    while (!stopped.aborted) {
      try {
        // While there is no connection nothing is known anew, and nothing can be set.
        if (access.connection().state === 'connected') await work()
        trouble = ''
      } catch (error) {
        const { message } = error as Error
        if (message !== trouble && !stopped.aborted) log.warn({ error, what }, 'It failed, and is tried again.')
        trouble = message
      }
      await deps.sleep(seconds * 1000, stopped)
    }
  }

  await Promise.all([
    every(settings.guestIntervalS, 'sampling guests', askGuests),
    every(settings.hostIntervalS, 'sampling the host', askHost),
    // As MOM: the first evaluation comes after one interval, when there are samples.
    deps
      .sleep(settings.policyIntervalS * 1000, stopped)
      .then(() => every(settings.policyIntervalS, 'deciding what to change', decide)),
  ])
}

/** A knob has one writer: where the host itself says that MOM runs, nothing of MOM's is set unless we are to take over. It sets no pins. */
const modesNow = ({ takeOver, ...modes }: AgentModes, { momActive }: Pick<HostReading, 'momActive'>) =>
  modes.mode === 'enforce' && momActive === true && !takeOver ? { ...modes, mode: 'observe' as const } : modes
