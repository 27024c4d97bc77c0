import { Command } from 'commander'
import express from 'express'
import { createLog } from '../telemetry/logger.ts'
import { httpUrl, wholeNumber } from './argument-parsers.ts'
import { listen } from './listen.ts'
import type { Finish } from './outcome.ts'
import { portalRouter, providePages } from './portal-pages.ts'
import { addSimulationOptions, type SimulationOptions } from './simulation-options.ts'
import { startSimulatedEngine } from './start-simulated-engine.ts'
import { untilStopped } from './until-stopped.ts'

type Options = SimulationOptions &
  Readonly<{
    port: number
    address: string
    schedulerUrl: string
    externalScheduler: boolean
    engineBalancing: boolean
    uiPlugins?: string
    uiPluginConfigs?: string
  }>

export function simulateEngineCommand(_finish: Finish): Command {
  const command = new Command('simulate-engine')
    .description(
      'Run a simulated oVirt engine: REST API v4 and login, for any oVirt SDK client. User admin@internal, password admin.',
    )
    .option('--port <port>', 'port to serve on; 0 takes a free one', wholeNumber(0, 65_535), 18_780)
    .option('--address <address>', 'address to serve on', '127.0.0.1')
    .option('--scheduler-url <url>', 'where the external scheduler answers XML-RPC', httpUrl, 'http://localhost:18781/')
    .option(
      '--ui-plugins <dir>',
      'serve the stand-in Administration Portal too, with the UI plugins of this directory, as an engine has them in /usr/share/ovirt-engine/ui-plugins',
    )
    .option('--ui-plugin-configs <dir>', 'where their -config.json are, when not beside them')
    .option('--no-external-scheduler', 'as with ExternalSchedulerEnabled=false: the engine calls nobody')
    .option('--no-engine-balancing', 'as with EnableVdsLoadBalancing=false: the engine balances nothing by itself')
  return addSimulationOptions(command).action(async (options: Options) => {
    const log = createLog({ level: 'info', pretty: process.stderr.isTTY })
    if (options.uiPlugins !== undefined) await providePages(line => console.log(line))
    const engine = startSimulatedEngine({ ...options, log })
    try {
      const app = express().disable('x-powered-by').set('env', 'production') // no stack traces in replies
      if (options.uiPlugins !== undefined) app.use(portalRouter(options.uiPlugins, options.uiPluginConfigs))
      app.use(engine.app)
      const listener = await listen(app, options.address, options.port)
      await engine.discoverUnits()
      console.log(`Simulated engine: ${listener.url}/ovirt-engine/api (admin@internal, password admin)`)
      await untilStopped()
      await listener.close()
    } finally {
      await engine.close()
    }
  })
}
