import { afterEach, beforeEach, expect, it } from 'vitest'
import { automationRules } from '../../test/fakes/automation.ts'
import { aCluster, aRecommendation } from '../../test/fakes/builders.ts'
import { lenientApplier } from '../../test/fakes/lenient-applier.ts'
import { migratingEngine } from '../../test/fakes/migrating-engine.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { createApplier } from './applier.ts'
import { judgePermit, type PermitFacts } from './automation/judge-permit.ts'

const admin = { id: 'user-admin', name: 'admin@internal' }

let store: Store
beforeEach(async () => {
  store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  await store.insertRecommendation({
    recommendation: aRecommendation(),
    explanation: { skippedHosts: [], skippedVms: [] },
  })
})
afterEach(() => store.close())

it.each([
  {
    why: 'the cluster is to recommend only',
    over: { mode: 'recommend' },
    text: 'The cluster Default is set to "recommend": nothing is carried out there.',
  },
  {
    why: 'the VM is tagged',
    over: { excluded: new Set(['vm1']) },
    text: 'vm1 has the tag leave-alone, so it is left alone.',
  },
] as const)('says that the settings forbid it, not that it is out of date, when $why', async ({ over, text }) => {
  const engine = migratingEngine()
  const facts: Omit<PermitFacts, 'move' | 'isAutomatic'> = {
    mode: automationRules({}).modeOf(aCluster()),
    windows: [],
    excluded: new Set(),
    excludeTag: 'leave-alone',
    begun: { hour: 0, day: 0 },
    budget: { hour: 1, day: 1 },
    nowMs: 0,
    ...over,
  }
  const applier = createApplier({
    ...lenientApplier,
    store,
    ...engine,
    permit: async ({ move, isAutomatic }) => judgePermit({ ...facts, move, isAutomatic }),
  })
  await expect(applier.apply('rec1', admin)).rejects.toMatchObject({ code: 'settings-forbid', message: text })
  expect(await store.listRuns({})).toEqual([])
})
