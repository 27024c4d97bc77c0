/** The command line where one service serves two engines, and services that cannot. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiBase } from '../../shared/api/paths.ts'
import { freePort } from '../fakes/free-port.ts'
import { program } from './program.ts'
import { startProcess } from './start-process.ts'
import {
  giveBerlinAUnit,
  type Name,
  names,
  type ServiceForTwo,
  serveTwo,
  startTwoEngines,
  type TwoEngines,
} from './two-engines.ts'

const root = join(import.meta.dirname, '../..')
let two: TwoEngines
let service: ServiceForTwo
let configFile: string

beforeAll(async () => {
  two = await startTwoEngines()
  configFile = join(two.folder, 'config.yaml')
  two.writeConfig(configFile, { xmlrpc: { port: await freePort() } })
}, 180_000)
afterAll(() => two.stop())

/** The service has taken a free one. */
const atPort = () => ['--rest-port', new URL(service.origin).port]

/** `ovirt-scheduler …` on the command line. */
function run(...args: readonly string[]): Promise<{ status: number | null; said: string }> {
  const child = spawn(program[0], [program[1], ...args, '--config', configFile], { cwd: root })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => {
      said += data
    })
  return new Promise(resolve => child.on('close', status => resolve({ status, said })))
}

describe('the command line for two engines', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    giveBerlinAUnit(two)
    service = await serveTwo(configFile)
  }, 180_000)
  afterAll(() => service.process.stop())

  it('tells on the command line which engine it is about, and asks when that is not said', async () => {
    const unsaid = await run('units', 'list', ...atPort())
    expect(unsaid).toEqual({
      status: 2,
      said: 'error: there are several engines; say with --engine-name which one it is about: berlin, oslo\n',
    })
    const listed = await run('units', 'list', '--engine-name', 'oslo', ...atPort())
    expect([listed.status, listed.said]).toEqual([0, expect.stringMatching(/^host_memory_balance /)])
    expect(listed.said).not.toContain('berlin_only')
    expect((await run('units', 'list', '--engine-name', 'berlin', ...atPort())).said).toContain('berlin_only')
    expect((await run('store', 'backups', '--engine-name', 'oslo')).said).toContain(
      join(two.folder, 'store/backups/oslo'),
    )
    const doctor = await run('doctor', '--json', ...atPort())
    const found = JSON.parse(doctor.said) as { engine: Name; state: string; what: string }[]
    for (const engine of names) {
      const about = found.filter(finding => finding.engine === engine).map(({ state, what }) => `${state} ${what}`)
      expect(about).toContainEqual(
        expect.stringContaining(`ok REST API answers at ${service.origin}/engines/${engine}${apiBase}`),
      )
      expect(about).toContainEqual(`ok XML-RPC answers at ${service.xmlrpc}/engines/${engine}/`)
      expect(about).toContainEqual(expect.stringContaining(`at ${two.engines[engine].origin}/ovirt-engine: `))
    }
    const one = await run('doctor', '--engine-name', 'berlin', ...atPort())
    expect(one.said).toMatch(/^Engine berlin:\n/)
    expect(one.said).not.toContain('oslo')
    expect(await run('setup', '--yes')).toMatchObject({
      status: 2,
      said: expect.stringMatching(/is for several engines/),
    })
  })
})

describe('a service for two engines that cannot be', { timeout: 60_000 }, () => {
  const refused = (file: string) => startProcess(['serve', '--config', file], /"rest":/)

  it('says at once what each of them needs, and ends with 2', async () => {
    const file = join(two.folder, 'no-password.yaml')
    const engine = { url: `${two.engines.oslo.origin}/ovirt-engine`, passwordFile: join(two.folder, 'absent') }
    two.writeConfig(file, { xmlrpc: { port: 0 } }, { berlin: { units: { grants: ['x'] } }, oslo: { engine } })
    await expect(refused(file)).rejects.toThrow(
      /ended with 2:(.|\n)*error: engines\.berlin: units\.grants(.|\n)*error: engines\.oslo: .*absent/,
    )
  })

  it('ends with 1 where the store of one cannot be used, and has not begun with the other', async () => {
    const file = join(two.folder, 'damaged.yaml')
    writeFileSync(join(two.folder, 'damaged.db'), 'not a database, whatever it is'.repeat(400))
    two.writeConfig(file, { xmlrpc: { port: 0 } }, { berlin: { store: { file: join(two.folder, 'damaged.db') } } })
    // Counts down with each request that oslo gets.
    const fault = { kind: 'slow', delayMs: 1, pathContains: '/ovirt-engine', count: 1000 }
    await two.engines.oslo.sim.send('POST', '/faults', fault)
    await expect(refused(file)).rejects.toThrow(/ended with 1:(.|\n)*engines\.berlin: (.|\n)*damaged\.db/)
    const { http } = await two.engines.oslo.sim.get<{ http: { faults: { remaining: number }[] } }>('/state')
    expect(http.faults.map(({ remaining }) => remaining)).toEqual([1000])
  })
})
