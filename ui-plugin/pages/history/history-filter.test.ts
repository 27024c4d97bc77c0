import { describe, expect, it } from 'vitest'
import { anAuditEntry } from '../../../test/contracts/audit-entry.ts'
import { aRun, aStep, NOON_MS } from '../../../test/fakes/builders.ts'
import { clustersOf, entryMatches, everything, type HistoryFilter, peopleOf, runMatches } from './history-filter.ts'

const HOUR_MS = 3_600_000
const cluster = { id: 'c', name: 'Default' }
const run = aRun({ cluster, steps: [aStep({ vm: { id: 'v', name: 'DB-07' } })] })
const entry = anAuditEntry({ cluster })

describe('runMatches', () => {
  const cases: { why: string; filter: Partial<HistoryFilter>; laterMs?: number; isFound: boolean }[] = [
    { why: 'no filter', filter: {}, isFound: true },
    { why: 'its hour', filter: { span: 'hour' }, laterMs: HOUR_MS, isFound: true },
    { why: 'a later hour', filter: { span: 'hour' }, laterMs: HOUR_MS + 1, isFound: false },
    { why: 'its day', filter: { span: 'day' }, laterMs: HOUR_MS + 1, isFound: true },
    { why: 'its cluster', filter: { clusterId: 'c' }, isFound: true },
    { why: 'another cluster', filter: { clusterId: 'd' }, isFound: false },
    { why: 'who applied it', filter: { whoId: 'user-admin' }, isFound: true },
    { why: 'somebody else', filter: { whoId: 'ovirt-scheduler' }, isFound: false },
    { why: 'a VM of it, whatever the case', filter: { text: ' db-0 ' }, isFound: true },
    { why: 'a host of it', filter: { text: 'host2' }, isFound: true },
    { why: 'a word that it lacks', filter: { text: 'host9' }, isFound: false },
    { why: 'all but one of several', filter: { text: 'host2', clusterId: 'd' }, isFound: false },
  ]
  it.each(cases)('$isFound by $why', ({ filter, laterMs = 0, isFound }) =>
    expect(runMatches(run, { ...everything, ...filter }, NOON_MS + laterMs)).toBe(isFound),
  )
})

describe('entryMatches', () => {
  it('leaves the text to the service, which has looked further', () =>
    expect(entryMatches(entry, { ...everything, text: 'nowhere in it' }, NOON_MS)).toBe(true))

  it('has no cluster to match where it is about none', () =>
    expect(entryMatches(anAuditEntry(), { ...everything, clusterId: 'c' }, NOON_MS)).toBe(false))
})

describe('what can be chosen', () => {
  it('is each person once, by name', () => {
    const eva = { id: 'e', name: 'Eva' }
    expect(peopleOf([run], [entry, anAuditEntry({ by: eva })]).map(({ name }) => name)).toEqual([
      'admin@internal',
      'Eva',
    ])
  })

  it('is each cluster once, by the name it has now, and those that are gone', () => {
    const gone = { id: 'g', name: 'Branch' }
    const places = clustersOf([{ id: 'c', name: 'Renamed' }], [run], [entry, anAuditEntry({ cluster: gone })])
    expect(places.map(({ name }) => name)).toEqual(['Branch', 'Renamed'])
  })
})
