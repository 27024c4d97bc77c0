import { describe, expect, it } from 'vitest'
import { aCluster, aSnapshot } from '../../test/fakes/builders.ts'
import { aLog } from '../../test/fakes/log.ts'
import { manualSleep } from '../../test/fakes/manual-sleep.ts'
import { aSnapshotSource } from '../../test/fakes/services.ts'
import { createAutomationCycle, type Duty, type DutyDone } from './automation-cycle.ts'

const snapshot = aSnapshot({ clusters: [aCluster({ id: 'c1', name: 'Prod' }), aCluster({ id: 'c2', name: 'Test' })] })

function started(
  duties: readonly Duty[],
  state = { snapshot } as { snapshot?: typeof snapshot },
  onDuty = (_: DutyDone): unknown => undefined,
  isOurs = (_: string) => true,
) {
  const stop = new AbortController()
  const { log, lines } = aLog()
  const clock = manualSleep()
  const snapshots = aSnapshotSource(state)
  const running = createAutomationCycle({
    snapshots,
    duties,
    sleep: clock.sleep,
    intervalMs: 5000,
    isOurs,
    log,
    onDuty,
  }).run(stop.signal)
  const end = async () => {
    stop.abort()
    await running
  }
  return { ...clock, stop, lines, snapshots, end }
}

function noting(name: string, done: string[], act: () => Promise<void> = async () => undefined): Duty {
  return {
    name,
    async do(clusterId, given) {
      expect(given).toBe(snapshot)
      done.push(`${name} ${clusterId}`)
      await act()
    },
  }
}

describe('createAutomationCycle', () => {
  it('tells of each duty how it went', async () => {
    const told: string[] = []
    const onDuty = ({ cluster, duty, outcome }: DutyDone) => told.push(`${cluster} ${duty} ${outcome}`)
    const failing = noting('act', [], () => Promise.reject(new Error('out of luck')))
    const { asleep, end } = started([noting('watch', []), failing], { snapshot }, onDuty)
    await asleep()
    expect(told).toEqual(['Prod watch ok', 'Prod act failed', 'Test watch ok', 'Test act failed'])
    await end()
  })

  it('does every duty in each cluster, in order, and again after a while', async () => {
    const done: string[] = []
    const { asleep, wake, end } = started([noting('watch', done), noting('act', done)])
    expect(await asleep()).toBe(5000)
    const round = ['watch c1', 'act c1', 'watch c2', 'act c2']
    expect(done).toEqual(round)
    wake()
    await Promise.resolve()
    await asleep()
    expect(done).toEqual([...round, ...round])
    await end()
  })

  it('leaves clusters to the replica whose they are, also one that is lost while its duties are done', async () => {
    const done: string[] = []
    const isLost = () => done.includes('watch c2')
    const isOurs = (clusterId: string) => clusterId === 'c2' && !isLost()
    const { asleep, end } = started([noting('watch', done), noting('act', done)], { snapshot }, () => undefined, isOurs)
    await asleep()
    expect(done).toEqual(['watch c2'])
    await end()
  })

  it('waits for the first snapshot', async () => {
    const done: string[] = []
    const { asleep, wake, snapshots, end } = started([noting('watch', done)], {})
    await asleep()
    expect(done).toEqual([])
    snapshots.set({ snapshot })
    wake()
    await Promise.resolve()
    await asleep()
    expect(done).toEqual(['watch c1', 'watch c2'])
    await end()
  })

  it('goes on when a duty fails, and says which', async () => {
    const done: string[] = []
    const error = new Error('out of luck')
    const { asleep, lines, end } = started([
      noting('bad', done, async () => Promise.reject(error)),
      noting('good', done),
    ])
    await asleep()
    expect(done).toEqual(['bad c1', 'good c1', 'bad c2', 'good c2'])
    expect(lines.map(({ level, fields }) => [level, fields])).toEqual(
      ['c1', 'c2'].map(clusterId => ['error', { error, clusterId, duty: 'bad' }]),
    )
    await end()
  })

  it('begins nothing more once it is stopped, and says nothing of what that broke off', async () => {
    const done: string[] = []
    let broken = (_: Error): void => undefined
    const waiting = new Promise<void>((_, reject) => {
      broken = reject
    })
    const { lines, stop, end } = started([noting('slow', done, () => waiting), noting('never', done)])
    await Promise.resolve()
    stop.abort()
    broken(new Error('aborted'))
    await end()
    expect([done, lines]).toEqual([['slow c1'], []])
  })
})
