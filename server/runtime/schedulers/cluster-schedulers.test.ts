import { describe, expect, it } from 'vitest'
import { notAmong, parseClusterSchedulers } from './cluster-schedulers.ts'

const cluster = (name: string, id = `id of ${name}`) => ({ id, name })
const given = (...entries: string[]) => parseClusterSchedulers(entries)

describe('parseClusterSchedulers', () => {
  it('gives the default scheduler to clusters that nobody named', () => {
    const { clusters, problems } = given()
    expect([clusters.of(cluster('A')), clusters.named, problems]).toEqual([
      { schedulerId: 'default', inputs: {} },
      [],
      [],
    ])
  })

  it.each([
    { entry: 'A=night', expected: { schedulerId: 'night', inputs: {} } },
    { entry: 'A=night/Quiet', expected: { schedulerId: 'night', policy: 'Quiet', inputs: {} } },
    { entry: 'A = night?most=5', expected: { schedulerId: 'night', inputs: { most: '5' } } },
    {
      entry: 'A=default/PowerSave?HighUtilization=80&HostsInReserve=2',
      expected: {
        schedulerId: 'default',
        policy: 'PowerSave',
        inputs: { HighUtilization: '80', HostsInReserve: '2' },
      },
    },
    { entry: 'A=night?word=a%2Cb%20c', expected: { schedulerId: 'night', inputs: { word: 'a,b c' } } },
  ])('reads $entry', ({ entry, expected }) => {
    const { clusters, problems } = given(entry)
    expect([clusters.of(cluster('A')), problems]).toEqual([expected, []])
  })

  it('knows clusters by name, then by id, then all others', () => {
    const { clusters } = given('*=rest', 'A=named', 'id of B=by-id')
    expect(['A', 'B', 'C'].map(name => clusters.of(cluster(name)).schedulerId)).toEqual(['named', 'by-id', 'rest'])
    expect(clusters.named).toEqual(['A', 'id of B'])
  })

  it('keeps blanks in the names of clusters', () => {
    expect(given('Data centre 1=night').clusters.of(cluster('Data centre 1')).schedulerId).toBe('night')
  })

  it.each([
    { why: 'no scheduler', entries: ['A'], says: '"A" must be CLUSTER=SCHEDULER' },
    { why: 'no cluster', entries: ['=night'], says: '"=night" must be CLUSTER=SCHEDULER' },
    { why: 'a scheduler with a blank', entries: ['A=night shift'], says: '"A=night shift" must be' },
    { why: 'a cluster twice', entries: ['A=x', 'A=y'], says: 'the cluster A is named twice' },
    { why: 'an input twice', entries: ['A=x?a=1&a=2'], says: 'gives the input a twice' },
  ])('refuses $why', ({ entries, says }) => {
    expect(given(...entries).problems.join('\n')).toContain(says)
  })
})

describe('notAmong', () => {
  it.each([
    ['PowerSafe', ['None', 'PowerSave'], 'there is no policy "PowerSafe"; did you mean "PowerSave"?'],
    ['Quiet', ['None', 'PowerSave'], 'there is no policy "Quiet"'],
  ])('%s', (name, known, expected) => expect(notAmong('policy', name, known)).toBe(expected))
})
