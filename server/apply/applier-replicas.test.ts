/** Two replicas on one store: each an applier of its own, beside one engine. */
import { describe, expect, it } from 'vitest'
import { acceptingEngine } from '../../test/fakes/accepting-engine.ts'
import { applierBench, signal } from '../../test/fakes/applier-bench.ts'
import { aHost, aRecommendation, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { lenientApplier } from '../../test/fakes/lenient-applier.ts'
import { aSnapshotSource } from '../../test/fakes/services.ts'
import { type ApplierDeps, createApplier } from './applier.ts'

const admin = { id: 'u', name: 'admin' }
const bench = applierBench()

/** The first accepts runs of so many VMs; the second is another process on the same store. */
async function two(vms: number, deps: Partial<ApplierDeps> = {}) {
  const ids = Array.from({ length: vms }, (_, nth) => `vm${nth + 1}`)
  const recs = ids.map(id => aRecommendation({ id: `rec-${id}`, vm: { id, name: id } }))
  const { asked, migrations } = acceptingEngine()
  const snapshot = aSnapshot({
    hosts: [aHost(), aHost({ id: 'host2', name: 'host2' })],
    vms: ids.map(id => aVm({ id, name: id })),
  })
  const snapshots = aSnapshotSource({ snapshot })
  const story = await bench.start({}, { migrations, snapshots, ...deps }, recs)
  const { engine } = story
  const other = (more: Partial<ApplierDeps> = {}) =>
    createApplier({
      ...lenientApplier,
      ...{ store: bench.store, migrations, snapshots, now: engine.now },
      log: { ...lenientApplier.log, warn: (_, message) => bench.logged.push(message) },
      ...deps,
      ...more,
    })
  return { ...story, recs, asked, other, migrations }
}

describe('replicas', () => {
  it('leave the runs of a cluster to the one whose it is', async () => {
    const { applier, other, asked } = await two(1)
    await applier.apply('rec-vm1', admin)
    await other({ isOurs: () => false }).advance(signal)
    expect(asked).toEqual([])
    await other({ isOurs: id => id === aRecommendation().cluster.id }).advance(signal)
    expect(asked).toEqual(['vm1'])
  })

  it('that both believe a cluster to be theirs ask for each move once', async () => {
    const { applier, other, asked } = await two(1)
    await applier.apply('rec-vm1', admin)
    const second = other()
    await Promise.all([
      applier.advance(signal),
      second.advance(signal),
      applier.advance(signal),
      second.advance(signal),
    ])
    expect(asked).toEqual(['vm1'])
    expect(bench.logged).toContain('A run did not get further; it is looked at again.')
  })

  it('of whom each finds the last place free take it once', async () => {
    // Both have counted before either writes down what it has decided.
    let counted = 0
    const phases = ['approving']
    let bothHave = (): void => undefined
    const both = new Promise<void>(resolve => {
      bothHave = resolve
    })
    const permit: ApplierDeps['permit'] = async () => {
      if (phases.at(-1) === 'approving') return { ok: true }
      counted += 1
      if (counted === 2) bothHave()
      await both
      return { ok: true }
    }
    const { applier, other, asked, recs } = await two(2, { total: 1, permit })
    for (const { id } of recs) await applier.apply(id, admin)
    phases.push('driving')
    // Each begins with another run.
    const listUnfinishedRuns = async () => (await bench.store.listUnfinishedRuns()).toReversed()
    const second = other({ store: { ...bench.store, listUnfinishedRuns } })
    await Promise.all([applier.advance(signal), second.advance(signal)])
    expect(asked).toHaveLength(1)
    const steps = (await bench.store.listRuns({})).map(({ steps: [step] }) => [step?.state, step?.problem?.code])
    expect(steps).toContainEqual(['waiting', 'all-busy'])
  })

  it.each<[why: string, wakes: (deps: { pass(ms: number): void; lose(): void }) => void]>([
    ['froze for longer than a share is kept', ({ pass }) => pass(11_000)],
    ['has lost its cluster', ({ lose }) => lose()],
  ])('ask for nothing where one %s while it wrote down that it would', async (_, wakes) => {
    let isOurs = true
    const { applier, other, asked, engine } = await two(1)
    await applier.apply('rec-vm1', admin)
    const lose = (): void => {
      isOurs = false
    }
    const slow: ApplierDeps['store'] = {
      ...bench.store,
      async changeRun(...args) {
        const changed = await bench.store.changeRun(...args)
        wakes({ pass: engine.pass, lose })
        return changed
      },
    }
    await other({ store: slow, isOurs: () => isOurs }).advance(signal)
    expect(asked).toEqual([])
    expect((await bench.run()).steps[0]?.state).toBe('requested')
  })
})
