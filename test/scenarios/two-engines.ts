/** What a service for two engines is tried with: the engines, the files of the service, and who is signed in at each. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { apiBase } from '../../shared/api/paths.ts'
import { type Caller, callerAt, signIn } from './sign-in.ts'
import { type EngineProcess, startEngine } from './start-pair.ts'
import { type RunningProcess, startProcess } from './start-process.ts'

export type Name = 'berlin' | 'oslo'
export const names: readonly Name[] = ['berlin', 'oslo']
const seeds = { berlin: '7', oslo: '8' }

export async function ofBoth<T>(make: (name: Name) => Promise<T>): Promise<Record<Name, T>> {
  const [berlin, oslo] = await Promise.all([make('berlin'), make('oslo')])
  return { berlin, oslo }
}

export type TwoEngines = Readonly<{
  engines: Record<Name, EngineProcess>
  /** Of the files of the service; `<name>` in it is the folder for units of one engine. */
  folder: string
  /** A configuration for both: what more holds for all, and what more is said of each. */
  writeConfig(file: string, all: object, more?: Partial<Record<Name, object>>): void
  stop(): Promise<void>
}>

/** `optionsOf`: more options of each engine. */
export async function startTwoEngines(optionsOf: (name: Name) => readonly string[] = () => []): Promise<TwoEngines> {
  const engines = await ofBoth(name =>
    startEngine('--seed', seeds[name], '--start', '2026-03-02T09:00Z', ...optionsOf(name)),
  )
  const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-several-'))
  for (const name of names) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, `${name}.password`), 'admin\n', { mode: 0o600 })
  }
  const part = (name: Name) => ({
    engine: {
      url: `${engines[name].origin}/ovirt-engine`,
      username: 'admin@internal',
      passwordFile: join(folder, `${name}.password`),
    },
    units: { directory: join(folder, name) },
  })
  mkdirSync(join(folder, 'store'))
  const common = {
    rest: { port: 0 },
    engine: { readInterval: 2 },
    store: { file: join(folder, 'store', 'all.db') },
    legacy: { directory: '' },
  }
  return {
    ...{ engines, folder },
    writeConfig(file, all, { berlin, oslo } = {}) {
      const parts = { berlin: { ...part('berlin'), ...berlin }, oslo: { ...part('oslo'), ...oslo } }
      writeFileSync(file, stringify({ ...common, ...all, engines: parts }))
    },
    async stop() {
      await ofBoth(name => engines[name].process.stop())
      rmSync(folder, { recursive: true })
    },
  }
}

/** A unit that berlin has and oslo has not. */
const berlinOnly = `
import { accept, defineUnit } from 'ovirt-scheduler/sdk'
export default defineUnit({ id: 'berlin_only', description: 'For the test', parameters: {}, filter: () => accept })
`

export const giveBerlinAUnit = ({ folder }: TwoEngines): void =>
  writeFileSync(join(folder, 'berlin', 'only.ts'), berlinOnly)

/** `origin`: of the REST API; `xmlrpc`: below it each engine has its path. */
export type ServiceForTwo = Readonly<{ process: RunningProcess; origin: string; xmlrpc: string }>

export async function serveTwo(configFile: string): Promise<ServiceForTwo> {
  const ready = /"rest":"(http:\/\/[^/]+)\/engines".*"xmlrpc":\{"port":(\d+)/
  const process = await startProcess(['serve', '--config', configFile], ready)
  const [, origin = '', port] = process.match
  return { process, origin, xmlrpc: `http://127.0.0.1:${port}` }
}

/** The administrator of one engine: there, and at a service. */
export type Administrator = Readonly<{ token: string; engine: Caller; at(service: ServiceForTwo): Caller }>

/** An engine that was restarted knows no token of before. */
export const administrators = (engines: Record<Name, EngineProcess>): Promise<Record<Name, Administrator>> =>
  ofBoth(async name => {
    const token = await signIn(engines[name].origin)
    return {
      token,
      engine: callerAt(`${engines[name].origin}/ovirt-engine/api`, token),
      at: ({ origin }) => callerAt(`${origin}/engines/${name}${apiBase}`, token),
    }
  })
