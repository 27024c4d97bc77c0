/** Editing what policies consist of, against the simulated engine: requests, refusals, and what its scheduling makes of it. */
import { describe, expect, it } from 'vitest'
import { createPolicyContents } from '../../server/apply/policy-contents.ts'
import { createSnapshotCycle } from '../../server/cycles/snapshot-cycle.ts'
import { policyUnitPort } from '../../server/engine/policy-unit-port.ts'
import { readSnapshot } from '../../server/engine/read-snapshot.ts'
import { evenCpuWeight } from '../../server/scheduling/weights/even-cpu.ts'
import { evenMemoryWeight } from '../../server/scheduling/weights/even-memory.ts'
import { policyIds } from '../../server/simulator/seed/policies.ts'
import type { EditedContent } from '../../shared/api/policy-units.ts'
import { NOON_MS } from '../fakes/builders.ts'
import { aLog } from '../fakes/log.ts'
import { aSimulatedEngine, connectTo } from '../fakes/simulated-engine.ts'

const by = { id: 'u1', name: 'admin' }
const { signal } = new AbortController()

async function start(login = 'admin') {
  const engine = await aSimulatedEngine()
  const http = connectTo(engine, login)
  const snapshots = createSnapshotCycle({
    read: reading => readSnapshot(http, reading, () => NOON_MS),
    intervalMs: 60_000,
    deadlineMs: 20_000,
    sleep: async () => undefined,
    now: () => NOON_MS,
    log: aLog().log,
  })
  await snapshots.refresh(signal)
  const audit: unknown[] = []
  const contents = createPolicyContents({
    snapshots,
    engine: policyUnitPort(http),
    store: { appendAudit: async entry => void audit.push(entry) },
    ourUnits: () => [],
    now: () => NOON_MS,
    newId: () => '0198c2f4aaaa',
    changes: { onPolicy: () => undefined },
    log: aLog().log,
  })
  const save = (id: string, edit: (content: EditedContent) => EditedContent) => {
    const { version, content } = contents.get(id)
    return contents.save(id, { version, content: edit(content) }, by, signal)
  }
  return { engine, contents, save, audit }
}

const factorOf = ({ weights }: EditedContent, unitId: string) => weights.find(one => one.unitId === unitId)?.factor

describe('the units of a policy', () => {
  it('are changed in the engine: factor, first filter, balancer', async () => {
    const { engine, save } = await start()
    const saved = await save(policyIds.memoryBalanced, content => ({
      filters: content.filters.map(one => ({
        ...one,
        position: one.position === -1 ? 1 : one.position === 1 ? -1 : one.position,
      })),
      weights: content.weights.map(one => (one.unitId === evenCpuWeight.id ? { ...one, factor: 40 } : one)),
      balanceUnitId: '38440000-8cf0-14bd-c43e-10b96e4ef00a',
    }))
    expect(factorOf(saved.content, evenCpuWeight.id)).toBe(40)
    const held = engine.world.state.policies.get(policyIds.memoryBalanced)
    expect(held?.weights.find(({ unitId }) => unitId === evenCpuWeight.id)?.factor).toBe(40)
    expect(held?.balanceUnitId).toBe('38440000-8cf0-14bd-c43e-10b96e4ef00a')
    expect(held?.filters.filter(({ position }) => position !== 0)).toHaveLength(2)
  })

  it('are left as they were when a request fails half-way and is taken back', async () => {
    const { engine, save } = await start()
    const before = structuredClone(engine.world.state.policies.get(policyIds.memoryBalanced))
    // Somebody takes the unit out of the engine after we have looked: the second weight's request is refused.
    await engine.call('/sim/v1/faults', {
      body: { kind: 'status', status: 409, pathContains: `weights/${evenMemoryWeight.id}`, count: 1 },
    })
    const refused = save(policyIds.memoryBalanced, content => ({
      ...content,
      weights: content.weights.map(one =>
        one.unitId === evenCpuWeight.id || one.unitId === evenMemoryWeight.id ? { ...one, factor: 9 } : one,
      ),
    }))
    await expect(refused).rejects.toMatchObject({
      code: 'engine-refused',
      message: expect.stringContaining('Nothing was changed.'),
    })
    const sorted = (policy: typeof before) => policy?.weights.toSorted((a, b) => (a.unitId < b.unitId ? -1 : 1))
    expect(sorted(engine.world.state.policies.get(policyIds.memoryBalanced))).toEqual(sorted(before))
  })

  it('cannot be changed by a service whose user lacks the permit, which the engine says', async () => {
    const { save } = await start('operator')
    await expect(
      save(policyIds.memoryBalanced, content => ({ ...content, weights: content.weights.slice(1) })),
    ).rejects.toMatchObject({ code: 'engine-refused' })
  })
})

describe('a copy of a locked policy', () => {
  it('has its units and properties, and can be changed', async () => {
    const { engine, contents, save, audit } = await start()
    const asked = { fromId: policyIds.powerSaving, name: 'power_saving_2' }
    const { policy, content, locked } = await contents.copy(asked, by, signal)
    expect(locked).toBe(false)
    expect(content).toEqual(contents.get(policyIds.powerSaving).content)
    expect(engine.world.state.policies.get(policy.id)?.properties).toEqual(
      engine.world.state.policies.get(policyIds.powerSaving)?.properties,
    )
    const [first] = content.weights
    const saved = await save(policy.id, now => ({
      ...now,
      weights: now.weights.filter(one => one.unitId !== first?.unitId),
    }))
    expect(saved.content.weights).toHaveLength(content.weights.length - 1)
    expect(audit).toHaveLength(2)
  })
})
