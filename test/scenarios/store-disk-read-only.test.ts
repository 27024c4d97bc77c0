/**
 * A file system under the store that the kernel makes read-only while the service runs, as it does when a disk fails: a real ext4 on a
 * loop device, told of an error by its own switch. Needs root's rights over devices.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplyReply } from '../../shared/api/recommendations.ts'
import type { Health } from '../../shared/api/service.ts'
import type { Run } from '../../shared/plan/run.ts'
import { endedRun } from './ended-run.ts'
import { eventually } from './eventually.ts'
import { openMove } from './open-move.ts'
import { type EngineProcess, type ServiceProcess, startEngine, startService } from './start-pair.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-failing-disk-'))
const image = join(folder, 'image')
const disk = join(folder, 'disk')
mkdirSync(disk)
afterAll(() => rmSync(folder, { recursive: true }))

const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8' }).trim()
const mount = () => spawnSync('mount', ['-o', 'loop,errors=remount-ro', image, disk]).status === 0
const unmount = () => run('umount', disk)
/** Its `trigger_fs_error` makes the kernel believe that the disk failed. */
const switchOf = () => join('/sys/fs/ext4', basename(run('findmnt', '-no', 'SOURCE', disk)), 'trigger_fs_error')

const canFail = (() => {
  if (spawnSync('truncate', ['-s', '32M', image]).status !== 0) return false
  if (spawnSync('mkfs.ext4', ['-q', image]).status !== 0 || !mount()) return false
  const hasSwitch = existsSync(switchOf())
  unmount()
  return hasSwitch
})()
if (!canFail) console.warn('Skipped: this machine lets nobody here mount an ext4 of their own.')

describe.skipIf(!canFail)('a disk that fails under the store', { timeout: 180_000 }, () => {
  let engine: EngineProcess
  let service: ServiceProcess
  const start = () =>
    startService(engine, { 'store-file': join(disk, 'store.db'), 'units-directory': join(folder, 'none') })
  const health = () => service.api.get<Health>('/health')
  const runs = async () => (await service.api.get<{ runs: Run[] }>('/runs')).runs
  const anOpenMove = () => openMove(service.api)
  const apply = (id: string) => service.api.send<ApplyReply>('POST', `/recommendations/${id}/apply`)

  beforeAll(async () => {
    expect(mount()).toBe(true)
    engine = await startEngine('--seed', '7', '--start', '2026-03-02T09:00Z', '--speed', '10')
    service = await start()
  }, 120_000)

  afterAll(async () => {
    await service.process.stop('SIGKILL')
    await engine.process.stop()
    unmount()
  })

  it('makes it refuse to act, with a code that says which, while everything can still be read', async () => {
    const { id } = await anOpenMove()
    writeFileSync(switchOf(), '1')
    const { store } = await eventually('health that says so', async () => {
      const now = await health()
      return !now.store.writable && now
    })
    expect(store.problem).toBe('store-failed')
    expect((await health()).state).toBe('degraded')
    const { status, body } = await apply(id)
    expect([status, body]).toMatchObject([503, { code: 'store-unavailable', message: /store-failed/ }])
    expect(await runs()).toEqual([])
    expect((await anOpenMove()).id).toBe(id)
  })

  it('has lost nothing once it was checked and mounted anew', async () => {
    const { id } = await anOpenMove()
    expect(await service.process.stop()).toBe(0)
    unmount()
    // 1: it found errors, and mended them.
    expect(spawnSync('e2fsck', ['-p', image]).status).toBeLessThanOrEqual(1)
    expect(mount()).toBe(true)
    service = await start()
    expect((await anOpenMove()).id).toBe(id)
    const { status, body } = await apply(id)
    expect([status, body]).toMatchObject([202, { runId: expect.any(String) }])
    await endedRun(service.api, body.runId ?? '')
  })
})
