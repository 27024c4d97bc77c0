/**
 * A disk under the store that is really full while the service runs: it stays up, refuses what it cannot write down, says so, and goes
 * on when there is room again. One that is really read-only at the start. Needs a namespace of its own for a small tmpfs.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplyReply } from '../../shared/api/recommendations.ts'
import type { Health } from '../../shared/api/service.ts'
import type { Run } from '../../shared/plan/run.ts'
import { endedRun } from './ended-run.ts'
import { eventually } from './eventually.ts'
import { openMove } from './open-move.ts'
import { program } from './program.ts'
import { type EngineProcess, type ServiceProcess, startEngine, startService } from './start-pair.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-disk-'))
const root = fileURLToPath(new URL('../..', import.meta.url))
const namespace = ['unshare', '--map-root-user', '--mount']
const mounted = (command: string) => [
  ...namespace,
  'sh',
  '-c',
  `mount -t tmpfs -o size=3m tmpfs ${folder} && ${command}`,
]
const canMount =
  spawnSync('sh', [
    '-c',
    mounted('true')
      .map(word => `'${word}'`)
      .join(' '),
  ]).status === 0
if (!canMount) console.warn('Skipped: this machine lets nobody mount a tmpfs in a namespace of their own.')

describe.skipIf(!canMount)('the disk of the store', { timeout: 180_000 }, () => {
  let engine: EngineProcess
  let service: ServiceProcess

  beforeAll(async () => {
    engine = await startEngine('--seed', '7', '--start', '2026-03-02T09:00Z', '--speed', '10')
    const settings = { 'store-file': join(folder, 'store.db'), 'units-directory': join(folder, 'none') }
    service = await startService(engine, settings, { within: [...mounted('exec "$@"'), 'sh'] })
  }, 120_000)

  afterAll(async () => {
    await service.process.stop('SIGKILL')
    await engine.process.stop()
    rmSync(folder, { recursive: true })
  })

  const inside = (name: string) => join('/proc', `${service.process.pid}`, 'root', folder, name)
  const health = () => service.api.get<Health>('/health')
  const storeOf = async (writable: boolean) => {
    const { store } = await health()
    return store.writable === writable && store
  }
  const anOpenMove = () => openMove(service.api)
  const apply = async () => service.api.send<ApplyReply>('POST', `/recommendations/${(await anOpenMove()).id}/apply`)

  it('that is full makes it refuse to act, with a code, and nothing else', async () => {
    await anOpenMove()
    fill(inside('filler'))
    const store = await eventually('health that says so', () => storeOf(false))
    expect(store.problem).toBe('store-disk-full')
    expect((await health()).state).toBe('degraded')
    const { status, body } = await apply()
    expect([status, body]).toMatchObject([503, { code: 'store-unavailable', message: /store-disk-full/ }])
    expect((await service.api.get<{ runs: Run[] }>('/runs')).runs).toEqual([])
  })

  it('that has room again lets it act again, without a restart', async () => {
    rmSync(inside('filler'))
    await eventually('health that says so', () => storeOf(true))
    const { status, body } = await apply()
    expect([status, body]).toMatchObject([202, {}])
    await endedRun(service.api, body.runId ?? '')
  })

  it('loses nothing by that, and the service ends as usual', async () => {
    const { runs } = await service.api.get<{ runs: Run[] }>('/runs')
    expect(runs).toHaveLength(1)
    expect(await service.process.stop()).toBe(0)
  })
})

describe.skipIf(!canMount)('a read-only file system under the store', { timeout: 60_000 }, () => {
  const empty = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-ro-'))
  afterAll(() => rmSync(empty, { recursive: true }))
  const started = (prepare: string) => {
    const script = `mount -t tmpfs -o size=3m tmpfs ${empty} && ${prepare} mount -o remount,ro ${empty} && exec "$@"`
    const serve = [...program, 'serve', '--engine-url', 'http://127.0.0.1:9/ovirt-engine']
    const flags = ['--engine-password', 'x', '--rest-port', '0', '--xmlrpc-port', '0', '--store-file', `${empty}/s.db`]
    const args = [...namespace.slice(1), 'sh', '-c', script, 'sh', ...serve, ...flags]
    const { status, stderr } = spawnSync('unshare', args, { cwd: root, encoding: 'utf8', timeout: 60_000 })
    return { status, stderr }
  }

  it('keeps the service from starting, and the reason names the file', () => {
    const { status, stderr } = started('')
    expect(status).toBe(1)
    expect(stderr).toContain(`error: The store ${empty}/s.db lies on a read-only file system.`)
  })

  it('does so with a store that is there already', () => {
    const prepare = `${process.execPath} -e 'new (require("node:sqlite").DatabaseSync)("${empty}/s.db").exec("create table t(a)")' &&`
    const { status, stderr } = started(prepare)
    expect(status).toBe(1)
    expect(stderr).toMatch(/error: The store \S+s\.db (lies on a read-only file system|is read-only)\./)
  })
})

/** Writes until there is no room for a byte more. */
function fill(path: string): void {
  const opened = openSync(path, 'w')
  try {
    for (const bytes of [65_536, 4096, 512, 1]) {
      try {
        for (;;) writeSync(opened, Buffer.alloc(bytes))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      }
    }
  } finally {
    closeSync(opened)
  }
}
