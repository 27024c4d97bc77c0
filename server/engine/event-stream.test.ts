import { expect, it } from 'vitest'
import { never, start as startEngine } from '../../test/fakes/engine-client.ts'
import { type Answer, json } from '../../test/fakes/engine-server.ts'
import { eventStream } from './event-stream.ts'

async function start(api: Answer) {
  const { engine, http } = await startEngine(api)
  return { engine, stream: eventStream(http) }
}

const wire = (index: number, more: object = {}) => ({
  index: String(index),
  id: String(index),
  code: '61',
  description: `no ${index}`,
  time: 1787140801250,
  ...more,
})
const found = (index: number) => ({ index, code: 61, description: `no ${index}`, atMs: 1787140801250 })

/** As the engine: `from` gives later ones, `max` cuts, `sortby time asc` gives the oldest first. */
const answering =
  (count: number): Answer =>
  ({ query: { from = '0', max = '1000', search } }, res) => {
    const later = Array.from({ length: count }, (_, at) => at + 1).filter(index => index > Number(from))
    const ordered = search === 'sortby time asc' ? later : later.toReversed()
    json(res, { event: ordered.slice(0, Number(max)).map(index => wire(index)) })
  }

it.each([
  { why: 'nothing has happened', count: 0, expected: 0 },
  { why: 'something has', count: 7, expected: 7 },
])('begins at the newest one: $why', async ({ count, expected }) => {
  const { stream } = await start(answering(count))
  expect(await stream.newest(never)).toBe(expected)
})

it('reads an engine that leaves an empty list out', async () => {
  const { stream } = await start((_, res) => json(res, {}))
  expect([await stream.newest(never), await stream.since(5, never)]).toEqual([0, []])
})

it.each([
  { since: 7, count: 7, calls: 1 },
  { since: 5, count: 7, calls: 1 },
  { since: 0, count: 500, calls: 2 },
  { since: 0, count: 1_200, calls: 3 },
])('leaves no gap: those after $since of $count', async ({ since, count, calls }) => {
  const { engine, stream } = await start(answering(count))
  const events = await stream.since(since, never)
  expect(events.map(({ index }) => index)).toEqual(Array.from({ length: count - since }, (_, at) => since + at + 1))
  expect(engine.calls()).toHaveLength(calls)
})

it('says what each is about', async () => {
  const about = { vm: { id: 'v', name: 'web' }, host: { id: 'h' } }
  const { stream } = await start((_, res) => json(res, { event: [wire(2, about), wire(1)] }))
  expect(await stream.since(0, never)).toEqual([found(1), { ...found(2), vmId: 'v', hostId: 'h' }])
})

it('refuses what it cannot read', async () => {
  const { stream } = await start((_, res) => json(res, { event: [{ id: '1' }] }))
  await expect(stream.since(0, never)).rejects.toMatchObject({ code: 'engine-bad-reply' })
})
