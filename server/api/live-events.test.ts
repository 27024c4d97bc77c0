import { describe, expect, it } from 'vitest'
import { liveEventSchema } from '../../shared/api/live-event.ts'
import { aRun, aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { createLiveEvents, type NumberedEvent } from './live-events.ts'

const problem = { code: 'engine-unreachable', message: 'No answer.', sinceMs: NOON_MS }
const snapshot = aSnapshot()

function heard(kept?: number) {
  const live = createLiveEvents({ epoch: 'e1', ...(kept !== undefined && { kept }) })
  const events: NumberedEvent[] = []
  return { live, events, unsubscribe: live.subscribe(event => events.push(event)) }
}

describe('createLiveEvents', () => {
  it('tells what changed, numbered, in the form of the contract', () => {
    const { live, events } = heard()
    live.onRecommendations('c1')
    live.onPolicy('c1')
    live.onRun(aRun())
    expect(events.map(({ id, event }) => [id, event.type])).toEqual([
      ['e1-1', 'recommendations'],
      ['e1-2', 'policy'],
      ['e1-3', 'run'],
    ])
    for (const { event } of events) expect(liveEventSchema.parse(event)).toEqual(event)
  })

  it('tells of the engine only when it goes or comes, and of each snapshot once', () => {
    const { live, events } = heard()
    const states = [
      { snapshot },
      { snapshot },
      { snapshot, problem },
      { snapshot, problem },
      { snapshot: aSnapshot({ takenAtMs: NOON_MS + 1 }) },
    ]
    for (const state of states) live.onSnapshot(state)
    expect(events.map(({ event }) => event)).toEqual([
      { type: 'engine', reachable: true },
      { type: 'snapshot', takenAtMs: NOON_MS },
      { type: 'engine', reachable: false },
      { type: 'engine', reachable: true },
      { type: 'snapshot', takenAtMs: NOON_MS + 1 },
    ])
  })

  it('tells that connections to hosts are not what they were', () => {
    const { live, events } = heard()
    live.onHosts()
    expect(events.map(({ event }) => liveEventSchema.parse(event))).toEqual([{ type: 'hosts' }])
  })

  it('stops telling whoever has gone', () => {
    const { live, events, unsubscribe } = heard()
    unsubscribe()
    live.onPolicy('c1')
    expect(events).toEqual([])
  })

  describe('since', () => {
    const cases = [
      { id: 'e1-5', ids: [] },
      { id: 'e1-4', ids: ['e1-5'] },
      { id: 'e1-2', ids: ['e1-3', 'e1-4', 'e1-5'] },
      { id: 'e1-1', ids: undefined },
      { id: 'e1-6', ids: undefined },
      { id: 'e1-', ids: undefined },
      { id: 'e1-4.5', ids: undefined },
      { id: 'e0-4', ids: undefined },
      { id: '', ids: undefined },
    ]
    for (const { id, ids } of cases)
      it(`${ids === undefined ? 'cannot tell' : `tells ${ids.length} events`} after "${id}" of five, three kept`, () => {
        const { live } = heard(3)
        for (let i = 0; i < 5; i += 1) live.onPolicy('c1')
        expect(live.since(id)?.map(event => event.id)).toEqual(ids)
      })

    it('knows that nothing was missed before the first event', () => {
      const { live } = heard()
      expect(live.since(live.lastId())).toEqual([])
    })
  })
})
