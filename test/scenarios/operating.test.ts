/** A running service as its operator meets it: readiness, log level, metrics for the dashboard, a bundle, and what comes of it again. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { grafanaDashboard } from '../../server/telemetry/dashboard/grafana-dashboard.ts'
import { metricsIn } from '../../server/telemetry/dashboard/metrics-in.ts'
import { eventually } from './eventually.ts'
import { program } from './program.ts'
import { type EngineProcess, type ServiceProcess, startEngine, startService } from './start-pair.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-operating-'))
const fileIn = (name: string) => join(folder, name)

let engine: EngineProcess
let service: ServiceProcess
beforeAll(async () => {
  engine = await startEngine()
  service = await startService(engine, {
    'store-file': fileIn('s.db'),
    'automation-objectives': '*=balance',
    'planner-hold': '0',
  })
  await eventually('readiness', async () => (await fetch(`${restUrl()}/ready`)).status === 200)
}, 120_000)
afterAll(async () => {
  await service.process.stop()
  await engine.process.stop()
  rmSync(folder, { recursive: true, force: true })
})

const restUrl = () => service.process.match[1] ?? ''

/** Runs a command as the operator beside the service, with its password in the environment. */
function run(command: string, ...args: string[]) {
  const settings = {
    ...{ 'engine-url': `${engine.origin}/ovirt-engine`, 'rest-port': new URL(restUrl()).port },
    'store-file': fileIn('s.db'),
  }
  const flags = command === 'replay' ? [] : Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const known = command === 'log-level' ? flags.slice(0, 4) : flags
  const env = { ...process.env, OVIRT_SCHEDULER_ENGINE_PASSWORD: 'admin' }
  const child = spawn(program[0], [program[1], command, ...args, ...known], { cwd: root, env })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', data => {
      said[stream] += data
    })
  return new Promise<Said>(resolve => child.on('close', status => resolve({ status, ...said })))
}

type Said = Readonly<{ status: number | null; stdout: string; stderr: string }>

const logged = (sentence: string) => eventually(sentence, async () => service.process.output().includes(sentence))
const textOf = (name: string) => gunzipSync(readFileSync(fileIn(name))).toString('utf8')

describe('a running service', { timeout: 120_000 }, () => {
  it('tells everything that its dashboard asks for', async () => {
    const text = await (await fetch(`${new URL(restUrl()).origin}/metrics`)).text()
    const told = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name))
    const { panels } = grafanaDashboard() as { panels: { targets?: { expr: string }[] }[] }
    const asked = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr)))
    expect(asked.length).toBeGreaterThan(30)
    expect(asked.filter(name => !told.has(name) && !told.has(name.replace(/_(bucket|count|sum)$/, '')))).toEqual([])
  })

  it('logs more by a command and by a signal, and says so in the history', async () => {
    expect(await run('log-level', 'debug', '--minutes', '5')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^The log level is debug until .*, set by admin@internal/),
    })
    await logged('Answered a request.')
    process.kill(service.process.pid, 'SIGUSR2')
    await logged('The log level was changed by a signal.')
    expect(await run('log-level')).toMatchObject({ stdout: 'The log level is info, as configured.\n' })
    const { entries } = await service.api.get<{ entries: { action: string }[] }>('/history')
    expect(entries.filter(({ action }) => action === 'edit_log_level')).toHaveLength(2)
  })

  it('writes a bundle from which the same decisions come out, with names and without', async () => {
    await eventually(
      'a recommendation',
      async () =>
        (await service.api.get<{ recommendations: unknown[] }>('/recommendations')).recommendations.length > 0,
    )
    expect(await run('support-bundle', '--output', fileIn('b.gz'))).toMatchObject({ status: 0, stderr: '' })
    const safe = await run('support-bundle', '--output', fileIn('a.gz'), '--anonymise', '--names', fileIn('names.json'))
    expect(safe).toMatchObject({ status: 0, stderr: '' })
    expect(textOf('b.gz').includes('"kind":"finding"')).toBe(true)
    const names = JSON.parse(readFileSync(fileIn('names.json'), 'utf8')) as Record<string, string>
    const real = Object.entries(names).flatMap(([to, name]) => (/^(host|vm|cluster|id)-/.test(to) ? name : []))
    const [bare, known] = [textOf('a.gz'), real.filter(name => name.length > 3)]
    expect(known.length).toBeGreaterThan(100)
    expect(known.filter(name => bare.includes(`"${name}"`))).toEqual([])
    for (const file of ['b.gz', 'a.gz']) {
      const replayed = await run('replay', fileIn(file))
      expect(replayed.stdout).toMatch(/^✓ advice for \S+: 1 of 1 recommendations come out again/m)
    }
  })

  it('says what to do when it is asked while it holds its store', async () => {
    const asked = await run('support-bundle', '--offline', '--output', fileIn('o.gz'))
    expect(asked.status).toBe(1)
    expect(asked.stderr).toMatch(/not in it: recommendation: Another process uses the store/)
    expect(textOf('o.gz').includes('"kind":"snapshot"')).toBe(true)
  })
})
