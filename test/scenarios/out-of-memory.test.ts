/** A service that is given less memory than it needs: it ends by itself, soon and with a reason, and what it had accepted is carried on. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ApplyReply } from '../../shared/api/recommendations.ts'
import type { Run } from '../../shared/plan/run.ts'
import { endedRun } from './ended-run.ts'
import { eventually } from './eventually.ts'
import { openMove } from './open-move.ts'
import { type EngineProcess, startEngine, startService } from './start-pair.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-memory-'))
const settings = { 'store-file': join(folder, 'store.db'), 'units-directory': join(folder, 'none') }
/** Enough for its code, not for 10,000 VMs. */
const STARVED = ['env', 'NODE_OPTIONS=--max-old-space-size=64']
let engine: EngineProcess

beforeAll(async () => {
  engine = await startEngine('--scenario', 'big', '--start', '2026-03-02T09:00Z', '--speed', '10')
}, 120_000)
afterAll(async () => {
  await engine.process.stop()
  rmSync(folder, { recursive: true })
})

it('ends when memory is used up, and goes on where it was once there is more', { timeout: 240_000 }, async () => {
  const before = await startService(engine, settings)
  const move = await openMove(before.api)
  const { status, body } = await before.api.send<ApplyReply>('POST', `/recommendations/${move.id}/apply`)
  expect([status, body]).toMatchObject([202, { runId: expect.any(String) }])
  await before.process.stop('SIGKILL')

  const starved = await startService(engine, settings, { within: STARVED })
  await eventually('its reason', async () => starved.process.output().includes('heap out of memory'))
  // Node aborts by a signal; a service that lived on would end with 0.
  expect(await starved.process.stop()).toBeUndefined()

  const after = await startService(engine, settings)
  const { runs } = await after.api.get<{ runs: Run[] }>('/runs')
  expect(runs.map(({ id }) => id)).toEqual([body.runId])
  const { steps } = await endedRun(after.api, body.runId ?? '')
  expect(steps.map(({ state }) => state)).toEqual(['done'])
  expect(await after.process.stop()).toBe(0)
})
