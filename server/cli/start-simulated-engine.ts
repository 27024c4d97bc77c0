import type { Express } from 'express'
import { createExternalScheduler } from '../simulator/broker/create-external-scheduler.ts'
import { simulatorApp } from '../simulator/rest/app.ts'
import { createWorld } from '../simulator/world/create-world.ts'
import { startClock } from '../simulator/world/start-clock.ts'
import type { Log } from '../telemetry/log.ts'
import { readTraces, type SimulationOptions } from './simulation-options.ts'

export type SimulatedEngineOptions = SimulationOptions &
  Readonly<{
    schedulerUrl: string
    /** engine-config ExternalSchedulerEnabled and EnableVdsLoadBalancing. */
    externalScheduler: boolean
    engineBalancing: boolean
    log: Log
  }>

export type SimulatedEngine = Readonly<{
  /** `/ovirt-engine/…` and `/sim/v1`. */
  app: Express
  /** e.g. "12 hosts, 90 VMs". */
  summary: string
  /** What an engine does once when it starts: asks the external scheduler which units it offers. */
  discoverUnits(): Promise<void>
  close(): Promise<void>
}>

const BALANCING_INTERVAL_MS = 60_000

/** A simulated engine whose clock runs. Throws CliFailure for a trace file that cannot be used. */
export function startSimulatedEngine(options: SimulatedEngineOptions): SimulatedEngine {
  const { scenario, seed, hosts, vms, traces, log } = options
  const warn = (text: string) => log.warn({ source: 'simulated engine' }, text)
  const externalScheduler = createExternalScheduler({ url: options.schedulerUrl, warn })
  const world = createWorld({
    scenario,
    seed,
    ...(hosts !== undefined && { hosts }),
    ...(vms !== undefined && { vms }),
    ...(traces !== undefined && { traces: readTraces(traces) }),
    startMs: options.start ?? Date.now(),
    config: {
      externalSchedulerEnabled: options.externalScheduler,
      externalSchedulerUrl: options.schedulerUrl,
      balancingEnabled: options.engineBalancing,
      balancingIntervalMs: BALANCING_INTERVAL_MS,
    },
    externalScheduler,
    warn,
  })

  let speed = options.speed
  let clock = new AbortController()
  const setSpeed = (wanted: number) => {
    clock.abort()
    clock = new AbortController()
    speed = wanted
    if (wanted > 0) startClock(world, { speed: wanted, signal: clock.signal })
  }
  setSpeed(speed)

  return {
    app: simulatorApp(world, {
      controls: { setSpeed, speed: () => speed, restart: () => world.discoverUnits() },
      report: error => log.error({ error }, 'The simulated engine failed to answer.'),
    }),
    summary: `${world.state.hosts.size} hosts, ${world.state.vms.size} VMs`,
    discoverUnits: () => world.discoverUnits(),
    async close() {
      clock.abort()
      await externalScheduler.close()
    },
  }
}
