/** A VM that the balancer would move is tagged in the engine: another is recommended in its place, with why not this one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecommendationDetail, RecommendationList } from '../../shared/api/recommendations.ts'
import { eventually } from './eventually.ts'
import { type EngineProcess, type ServiceProcess, startEngine, startService } from './start-pair.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-excluded-'))
let engine: EngineProcess
let service: ServiceProcess

beforeAll(async () => {
  engine = await startEngine('--scenario', 'memory-pressure')
  service = await startService(engine, { 'store-file': join(folder, 'store.db'), 'engine-read-interval': '2' })
}, 60_000)

afterAll(async () => {
  await service.process.stop()
  await engine.process.stop()
  rmSync(folder, { recursive: true })
})

async function openMove() {
  const { recommendations } = await service.api.get<RecommendationList>('/recommendations?state=open')
  return recommendations.find(one => one.kind === 'move')
}

describe('a VM with the tag of those that are left alone', { timeout: 90_000 }, () => {
  it('is recommended no more, and another is', async () => {
    const { vm } = await eventually('a move', openMove)
    const tag = { name: 'ovirt-scheduler-exclude' }
    for (const path of ['/tags', `/vms/${vm.id}/tags`])
      expect((await engine.api.send('POST', path, tag)).status).toBeLessThan(300)
    const other = await eventually('another move', async () => {
      const move = await openMove()
      return move?.vm.id !== vm.id && move
    })
    const { explanation } = await service.api.get<RecommendationDetail>(`/recommendations/${other.id}`)
    const why = explanation.skippedVms.find(({ id }) => id === vm.id)?.reason
    expect(why).toMatchObject({ code: 'vm-excluded', values: { tag: 'ovirt-scheduler-exclude' } })
  })
})
