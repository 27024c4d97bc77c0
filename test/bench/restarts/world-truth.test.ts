import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { anAuditEntry } from '../../contracts/audit-entry.ts'
import { aRecommendation, aRun, aStep } from '../../fakes/builders.ts'
import { type StoredWorld, type Told, untruths } from './world-truth.ts'

const step = aStep({ state: 'running', correlationId: 'ovs-1-0' })
const run = aRun({ id: 'run1', recommendationId: 'rec1', state: 'running', steps: [step] })
const asked = anAuditEntry({ id: 'a1', action: 'apply', subject: 'rec1', detail: { runId: 'run1' } })
const begun = anAuditEntry({
  id: 'a2',
  action: 'step',
  subject: 'run1',
  detail: { step: step.index, state: 'running' },
})
const recommendation = aRecommendation({ id: 'rec1', state: 'applying', runId: 'run1' })
const truth: StoredWorld = { recommendations: [recommendation], runs: [run], audit: [asked, begun], badRows: [] }
const once = { 'ovs-1-0': 1 }
const done: Run = { ...run, state: 'done', endedAtMs: 9, steps: [{ ...step, state: 'done', endedAtMs: 9 }] }
const doneEntry: AuditEntry = { ...begun, id: 'a3', detail: { step: step.index, state: 'done' } }

describe('untruths', () => {
  const cases: {
    why: string
    world?: Partial<StoredWorld>
    migrations?: Record<string, number>
    told?: Partial<Told>
    before?: Run
    says: RegExp | undefined
  }[] = [
    { why: 'nothing of a world that is true', says: undefined },
    { why: 'a recommendation that is lost', told: { recommendationIds: new Set(['r9']) }, says: /r9 was told of/ },
    { why: 'a run that is lost', told: { runIds: new Set(['run9']) }, says: /run9 was told of/ },
    { why: 'a row that cannot be read', world: { badRows: ['runs run9'] }, says: /runs run9/ },
    { why: 'a step that began twice', migrations: { 'ovs-1-0': 2 }, says: /began 2 times/ },
    { why: 'a migration of no run', migrations: { ...once, 'ovs-2-0': 1 }, says: /ovs-2-0: a migration of no run/ },
    {
      why: 'a step that is done and never began',
      world: { runs: [done], recommendations: [{ ...recommendation, state: 'applied' }], audit: [asked, doneEntry] },
      migrations: {},
      says: /done and never began/,
    },
    {
      why: 'a step that waits and has begun',
      world: { runs: [{ ...run, state: 'waiting', steps: [{ ...step, state: 'waiting' }] }] },
      says: /waits and has begun/,
    },
    {
      why: 'a run whose state is not that of its steps',
      world: { runs: [{ ...run, state: 'done' }], recommendations: [{ ...recommendation, state: 'applied' }] },
      says: /otherwise/,
    },
    { why: 'a run that has an end too early', world: { runs: [{ ...run, endedAtMs: 1 }] }, says: /has an end/ },
    {
      why: 'a recommendation that does not know of its run',
      world: { recommendations: [{ ...recommendation, state: 'open' }] },
      says: /its recommendation open/,
    },
    {
      why: 'a recommendation that waits for no run',
      world: { runs: [] },
      migrations: {},
      says: /applying by no run/,
    },
    { why: 'a step that goes on after its end', before: done, says: /was done and is running/ },
    { why: 'a run that nobody asked for', world: { audit: [begun] }, says: /nobody asked/ },
    { why: 'a state that is not in the audit', world: { audit: [asked] }, says: /became running unheard/ },
  ]
  for (const { why, world, migrations = once, told, before, says } of cases) {
    it(`tells ${why}`, () => {
      const found = untruths(
        { ...truth, ...world },
        new Map(Object.entries(migrations)),
        { recommendationIds: new Set(), runIds: new Set(), ...told },
        new Map(before && [[before.id, before]]),
      )
      if (says === undefined) expect(found).toEqual([])
      else expect(found).toEqual([expect.stringMatching(says)])
    })
  }
})
