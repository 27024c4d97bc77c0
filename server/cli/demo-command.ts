import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import express from 'express'
import { loadConfig } from '../config/load-config.ts'
import { createLog } from '../telemetry/logger.ts'
import { wholeNumber } from './argument-parsers.ts'
import { listen } from './listen.ts'
import { CliFailure, type Finish } from './outcome.ts'
import { portalRouter, providePages } from './portal-pages.ts'
import { addSimulationOptions, type SimulationOptions } from './simulation-options.ts'
import { startServices } from './start-services.ts'
import { startSimulatedEngine } from './start-simulated-engine.ts'
import { untilStopped } from './until-stopped.ts'

type Options = SimulationOptions &
  Readonly<{
    port: number
    address: string
    xmlrpcPort: number
    data?: string
    plugins?: string
    schedulers?: string
    modes?: string
    objectives?: string
    compatibility: string
    sandbox: string
    engineBalancing: boolean
    verbose?: boolean
  }>

/** A person is watching; of a large engine each read takes a second or two of this machine. */
const readIntervalSeconds = ({ hosts, scenario }: Options): number =>
  (hosts ?? (scenario === 'big' ? 400 : 0)) > 100 ? 15 : 3
const PLANNER_INTERVAL_SECONDS = 30
const SAMPLE_INTERVAL_SECONDS = 5

export function demoCommand(_finish: Finish): Command {
  const command = new Command('demo')
    .description(
      'Run everything against a simulated engine: stand-in Administration Portal, plugin, REST API, XML-RPC.',
    )
    .option('--port <port>', 'port of the portal and the REST APIs; 0 takes a free one', wholeNumber(0, 65_535), 18_780)
    .option('--xmlrpc-port <port>', 'port that the engine calls us on', wholeNumber(0, 65_535), 18_781)
    .option('--address <address>', 'address to serve on; other than loopback lets the network in', '127.0.0.1')
    .option('--data <dir>', 'keep recommendations and runs here; without it they are gone afterwards')
    .option(
      '--plugins <dir>',
      'directory of site units and schedulers: *.ts, *.js, *.mjs, *.py; changes are taken up at once',
    )
    .option(
      '--schedulers <list>',
      'as schedulers.clusters: CLUSTER=SCHEDULER/POLICY?input=value,…; * is every other cluster',
    )
    .option('--modes <list>', 'as automation.modes: CLUSTER=MODE,… with off, recommend, approve or automatic')
    .option(
      '--objectives <list>',
      'as automation.objectives: CLUSTER=OBJECTIVE,… with none, balance, density or repair',
    )
    .addOption(
      new Option('--compatibility <mode>', 'strict: plugins and XML-RPC exactly as ovirt-scheduler-proxy had them')
        .choices(['mended', 'strict'])
        .default('mended'),
    )
    .addOption(
      new Option('--sandbox <level>', 'how plugins are kept in').choices(['auto', 'kernel', 'runtime']).default('auto'),
    )
    .option('--engine-balancing', 'let the engine balance by itself each minute, through our units', false)
    .option('--verbose', 'log everything, not only what needs attention')
  return addSimulationOptions(command).action(async (options: Options) => {
    const temporary = options.data === undefined ? mkdtempSync(join(tmpdir(), 'ovirt-scheduler-demo-')) : undefined
    const data = resolve(options.data ?? temporary ?? '.')
    try {
      await runDemo(options, data)
    } finally {
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true })
    }
  })
}

/** Runs until stopped. Whatever was opened is closed again, also when a later part could not start. */
async function runDemo(options: Options, data: string): Promise<void> {
  const closers: (() => Promise<void>)[] = []
  try {
    await startDemo(options, data, closers)
    await untilStopped()
    console.log('Stopping.')
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}

async function startDemo(options: Options, data: string, closers: (() => Promise<void>)[]): Promise<void> {
  const log = createLog({ level: options.verbose ? 'debug' : 'warn', pretty: process.stderr.isTTY })
  if (options.plugins !== undefined) {
    if (!existsSync(options.plugins)) throw new CliFailure(`--plugins ${options.plugins}: there is no such directory`)
  }
  await providePages(line => console.log(line))

  // The engine must be told where the scheduler is, and the service where the engine is, before either is asked.
  const app = express().disable('x-powered-by').set('env', 'production') // no stack traces in replies
  const listener = await listen(app, options.address, options.port)
  closers.push(listener.close)
  const loaded = loadConfig({
    environment: {},
    flags: {
      'engine.url': `${loopbackUrl(listener.url, listener.port)}/ovirt-engine`,
      'engine.username': 'admin@internal',
      'engine.password': 'admin',
      'engine.readInterval': readIntervalSeconds(options),
      'xmlrpc.port': options.xmlrpcPort,
      'planner.interval': PLANNER_INTERVAL_SECONDS,
      'planner.hold': 0,
      'hosts.connect': ['*=simulated'],
      'hosts.sampleInterval': SAMPLE_INTERVAL_SECONDS,
      ...(options.schedulers !== undefined && { 'schedulers.clusters': options.schedulers }),
      ...(options.modes !== undefined && { 'automation.modes': options.modes }),
      ...(options.objectives !== undefined && { 'automation.objectives': options.objectives }),
      // The machine's own plugins are not the demo's.
      'units.directory': options.plugins ?? join(data, 'plugins'),
      'legacy.directory': '',
      'units.compatibility': options.compatibility,
      'units.sandbox': options.sandbox,
      'store.file': join(data, 'ovirt-scheduler.db'),
      'log.level': options.verbose ? 'debug' : 'warn',
    },
  })
  const service = await startServices(loaded, log, () => log)
  closers.push(service.close)
  const engine = startSimulatedEngine({
    ...options,
    externalScheduler: true,
    schedulerUrl: `http://localhost:${service.xmlrpc.port}/`,
    log,
  })
  closers.push(engine.close)
  app.get('/', (_req, res) => res.redirect('/ovirt-engine/webadmin/'))
  app.use(portalRouter())
  app.use(engine.app)
  app.use(service.rest)
  await engine.discoverUnits()

  const balancing = options.engineBalancing ? 'on, each simulated minute' : 'off (--engine-balancing turns it on)'
  console.log(`
Portal       ${listener.url}/ovirt-engine/webadmin/   admin@internal, password admin
Engine API   ${listener.url}/ovirt-engine/api
Our API      ${listener.url}/ovirt-scheduler/api/v1/openapi.json
XML-RPC      http://localhost:${service.xmlrpc.port}/
Scenario     ${options.scenario}, ${engine.summary}; the engine's own balancing is ${balancing}

Ready. Ctrl-C stops.`)
}

/** Where this process reaches itself when it listens on every address. */
const loopbackUrl = (url: string, port: number): string =>
  /\/\/(0\.0\.0\.0|\[::\]):/.test(url) ? `http://127.0.0.1:${port}` : url
