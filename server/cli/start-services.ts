import express, { type Express } from 'express'
import { enginesRouter } from '../api/engines-router.ts'
import { metricsRouter } from '../api/metrics-router.ts'
import type { LogLevelSwitch } from '../apply/log-level.ts'
import { ConfigError } from '../config/config-error.ts'
import type { EngineConfig } from '../config/engine-parts.ts'
import type { LoadedConfigs } from '../config/load-config.ts'
import type { Log } from '../telemetry/log.ts'
import type { ProcessLog } from '../telemetry/logger.ts'
import { type Exposes, joinedMetrics, processMetrics } from '../telemetry/metrics.ts'
import { CliFailure } from './outcome.ts'
import type { Service } from './service.ts'
import { startService } from './start-service.ts'
import { xmlRpcDoor, xmlRpcDoors } from './xml-rpc-door.ts'

/** All that one process serves. */
export type Services = Readonly<{
  /** The REST API of the engine, or of each below its name with the list of them; and `/metrics`. */
  rest: Express
  xmlrpc: Readonly<{ port: number; addresses: readonly string[] }>
  /** Ends live streams and begins nothing new. */
  beginClosing(): void
  logLevels: readonly LogLevelSwitch[]
  close(): Promise<void>
}>

/** `logOf` makes the log of one of several engines. Throws ConfigError and CliFailure; then nothing is left running. */
export const startServices = (
  loaded: LoadedConfigs,
  log: ProcessLog,
  logOf: (engineName: string) => ProcessLog,
): Promise<Services> =>
  loaded.engines === undefined ? startOnly(loaded, log) : startEach(loaded, loaded.engines, log, logOf)

async function startOnly({ config }: LoadedConfigs, log: ProcessLog): Promise<Services> {
  const processFigures = processMetrics()
  const service = await startService(config, log, { openDoor: xmlRpcDoor(config, log), processFigures })
  const { rest, metrics, xmlrpc, beginClosing, logLevel, close } = service
  return {
    rest: withMetrics([processFigures, metrics], log).use(rest),
    xmlrpc,
    beginClosing,
    logLevels: [logLevel],
    close,
  }
}

/** One engine that does not answer holds up no other. One that cannot be served at all, for its settings or its store, keeps all from it. */
async function startEach(
  { config }: LoadedConfigs,
  engines: readonly EngineConfig[],
  log: ProcessLog,
  logOf: (engineName: string) => ProcessLog,
): Promise<Services> {
  const doors = await xmlRpcDoors(
    config,
    engines.map(({ engineName }) => engineName),
    log,
  )
  const processFigures = processMetrics()
  const ready = Promise.withResolvers<void>()
  const closing = new AbortController()
  const settled = await Promise.allSettled(
    engines.map(({ engineName, config }) =>
      startService(config, logOf(engineName), {
        engineName,
        openDoor: doors.of(engineName),
        processFigures,
        begin: ready.promise,
      }),
    ),
  )
  const services = settled.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
  const door = doors.run(closing.signal)

  function beginClosing(): void {
    closing.abort()
    for (const service of services) service.beginClosing()
  }

  async function close(): Promise<void> {
    beginClosing()
    await doors.close()
    await Promise.all([door, ...services.map(service => service.close())])
  }

  if (services.length < engines.length) {
    // Nothing has been read yet, and now nothing will be.
    beginClosing()
    ready.resolve()
    await close()
    throw whyNot(settled.map((each, at) => [engines[at]?.engineName ?? '', each]))
  }
  ready.resolve()
  const served = services.map(({ rest, health }, at) => ({ name: engines[at]?.engineName ?? '', rest, health }))
  return {
    rest: withMetrics([processFigures, ...services.map(({ metrics }) => metrics)], log).use(enginesRouter(served)),
    xmlrpc: { port: doors.port, addresses: doors.addresses },
    beginClosing,
    logLevels: services.map(({ logLevel }) => logLevel),
    close,
  }
}

const withMetrics = (metrics: readonly Exposes[], log: Log): Express =>
  express()
    .disable('x-powered-by')
    .use(metricsRouter({ metrics: joinedMetrics(metrics), log }))

/** What keeps each of the engines, in one error: settings to be mended come first, since they are asked for in a wrong way. */
function whyNot(settled: readonly (readonly [engineName: string, PromiseSettledResult<Service>])[]): Error {
  const reasons = settled.flatMap(([name, each]) =>
    each.status === 'rejected' ? [[name, each.reason as Error] as const] : [],
  )
  const defect = reasons.find(([, error]) => !(error instanceof ConfigError || error instanceof CliFailure))
  if (defect !== undefined) return defect[1]
  const problems = reasons.flatMap(([name, error]) =>
    (error instanceof ConfigError ? error.problems : [error.message]).map(problem => `engines.${name}: ${problem}`),
  )
  return reasons.some(([, error]) => error instanceof ConfigError)
    ? new ConfigError(problems)
    : new CliFailure(problems.join('; '))
}
