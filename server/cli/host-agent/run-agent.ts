import type { HostReading } from '../../../shared/model/host-reading.ts'
import type { TuningMode } from '../../../shared/model/tuning.ts'
import type { Sleep } from '../../cycles/sleep.ts'
import type { HostAccess, HostClient } from '../../hosts/host-client.ts'
import type { Program } from '../../language/evaluate.ts'
import type { Log } from '../../telemetry/log.ts'
import type { FactSource } from '../../tuning/collectors/fact-source.ts'
import type { HostTuner } from '../../tuning/host-tuner.ts'
import type { HandOn } from '../../tuning/knobs/carry-out.ts'
import type { AgentSettings } from './agent-settings.ts'
import { logRound } from './log-round.ts'

export type AgentMode = Exclude<TuningMode, 'off'>

export type AgentDeps = Readonly<{
  access: HostAccess & Pick<HostClient, 'connection'>
  facts: FactSource
  tuner: HostTuner
  program: () => Program
  settings: Pick<AgentSettings, 'hostIntervalS' | 'guestIntervalS' | 'policyIntervalS'>
  mode: AgentMode
  /** Knobs are set also where MOM is known to run. */
  takeOver: boolean
  /** For each question to the host. */
  timeoutMs: number
  now: () => number
  sleep: Sleep
  log: Log
}>

/** Samples the host and its guests, and evaluates its policy, each at its own pace, until stopped. Never rejects. */
export async function runAgent(deps: AgentDeps, stopped: AbortSignal): Promise<void> {
  const { access, facts, settings, timeoutMs, now, log } = deps
  const signal = () => AbortSignal.any([stopped, AbortSignal.timeout(timeoutMs)])
  const askGuests = async () => facts.takeGuests(await access.listGuests(signal()), now())
  const askHost = async () => facts.takeHost(await access.readHost(signal()), now())

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
      .then(() => every(settings.policyIntervalS, 'evaluating the policy', () => evaluateOnce(deps, stopped))),
  ])
}

async function evaluateOnce(deps: AgentDeps, signal: AbortSignal): Promise<void> {
  const { access, facts, tuner, program, log } = deps
  const mode = modeNow(deps, facts.latest().host)
  if (mode === 'observe') return
  logRound(log, await tuner.round({ policy: { program: program(), mode }, knobs: access, handOn: refuse, signal }))
}

/** A knob has one writer: where the host itself says that MOM runs, nothing is set unless we are to take over. */
const modeNow = ({ mode, takeOver }: AgentDeps, reading: Pick<HostReading, 'momActive'> | undefined): AgentMode =>
  mode === 'enforce' && reading?.momActive === true && !takeOver ? 'observe' : mode

const refuse: HandOn = async () => ({ code: 'no-engine', message: 'There is no engine here that could be asked.' })
