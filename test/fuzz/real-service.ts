import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { startServices } from '../../server/cli/start-services.ts'
import { startSimulatedEngine } from '../../server/cli/start-simulated-engine.ts'
import { loadConfig } from '../../server/config/load-config.ts'
import { aLog, type LoggedLine } from '../fakes/log.ts'
import { signIn } from '../scenarios/sign-in.ts'

export type RealService = Readonly<{
  port: number
  xmlRpcPort: number
  /** Where its files are. */
  directory: string
  lines: LoggedLine[]
  /** A token of the engine's administrator that nobody has used. */
  newToken(): Promise<string>
  close(): Promise<void>
}>

/** The whole service with its store, in this process, against a simulated engine of four hosts whose clock runs. */
export async function startRealService(): Promise<RealService> {
  const directory = mkdtempSync(join(tmpdir(), 'fuzzed-service-'))
  const { log, lines } = aLog()
  const app = express().disable('x-powered-by').set('env', 'production')
  const server = createServer(app)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const loaded = loadConfig({
    environment: {},
    flags: {
      'engine.url': `${origin}/ovirt-engine`,
      'engine.username': 'admin@internal',
      'engine.password': 'admin',
      'engine.readInterval': 2,
      'xmlrpc.port': 0,
      'planner.seconds': 1,
      'planner.hold': 0,
      'hosts.connect': ['*=simulated'],
      'tuning.modes': ['*=dry-run'],
      'units.directory': join(directory, 'plugins'),
      'legacy.directory': '',
      'store.file': join(directory, 'ovirt-scheduler.db'),
    },
  })
  const processLog = { ...log, setLevel: () => undefined, tail: () => [] }
  const service = await startServices(loaded, processLog, () => processLog)
  const options = { scenario: 'memory-pressure', seed: 1, hosts: 4, speed: 1, engineBalancing: false }
  const schedulerUrl = `http://127.0.0.1:${service.xmlrpc.port}/`
  const engine = startSimulatedEngine({ ...options, externalScheduler: true, schedulerUrl, log })
  app.use(engine.app, service.rest)
  await engine.discoverUnits()
  return {
    port,
    xmlRpcPort: service.xmlrpc.port,
    directory,
    lines,
    newToken: () => signIn(origin),
    async close() {
      await service.close()
      await engine.close()
      await closed(server)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function closed(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
