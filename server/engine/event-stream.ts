import type { EngineHttp } from './engine-http.ts'
import { findInteger, findText, integer, list, readWhole } from './wire.ts'

/** An entry of the engine's event list, with what it is about. */
export type StreamEvent = Readonly<{
  index: number
  code: number
  description: string
  /** By the engine's clock. */
  atMs: number
  vmId?: string
  hostId?: string
}>

/** The engine's events in their order. Each throws EngineError when the engine could not be asked. */
export type EventStream = Readonly<{
  /** The index of the newest one; 0 where there is none. */
  newest(signal: AbortSignal): Promise<number>
  /** Those after an index, oldest first. */
  since(index: number, signal: AbortSignal): Promise<readonly StreamEvent[]>
}>

const PAGE = 500
/** Days of events of a big site: more than this is not caught up with, since reads tell what matters of them. */
const MAX_PAGES = 20

/**
 * With `max` alone the engine gives the newest ones, which would leave a gap: they are asked for in ascending order.
 * Source: engine REST API §13.1.
 */
export const eventStream = (http: EngineHttp): EventStream => ({
  async newest(signal) {
    const [newest] = await page(http, { max: '1' }, signal)
    return newest?.index ?? 0
  },
  async since(index, signal) {
    const events: StreamEvent[] = []
    for (let from = index, pages = 0; pages < MAX_PAGES; pages++) {
      const found = await page(http, { search: 'sortby time asc', from: String(from), max: String(PAGE) }, signal)
      events.push(...found.filter(event => event.index > from))
      if (found.length < PAGE) break
      from = Math.max(...found.map(event => event.index))
    }
    return events.toSorted((a, b) => a.index - b.index)
  },
})

async function page(http: EngineHttp, query: Record<string, string>, signal: AbortSignal): Promise<StreamEvent[]> {
  const reply = await http.get('/events', { query, signal })
  return readWhole('GET /api/events', () => list(reply, 'event').map(toStreamEvent))
}

function toStreamEvent(wire: unknown): StreamEvent {
  const [vmId, hostId] = [findText(wire, 'vm.id'), findText(wire, 'host.id')]
  return {
    index: findInteger(wire, 'index') ?? integer(wire, 'id'),
    code: integer(wire, 'code'),
    description: findText(wire, 'description') ?? '',
    atMs: findInteger(wire, 'time') ?? 0,
    ...(vmId !== undefined && { vmId }),
    ...(hostId !== undefined && { hostId }),
  }
}
