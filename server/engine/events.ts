import type { EngineHttp } from './engine-http.ts'
import { findText, integer, list, readWhole } from './wire.ts'

/** An entry of the engine's event list, as far as we look at it. */
export type EngineEvent = Readonly<{ code: number; description: string; vmId?: string }>

/** Far more than one request of ours ever causes. */
const MAX_EVENTS = 100

/** Newest first: what the engine wrote under a correlation id. */
export async function listEventsOf(
  http: EngineHttp,
  correlationId: string,
  signal: AbortSignal,
): Promise<readonly EngineEvent[]> {
  const query = { search: `correlation_id=${correlationId}`, max: String(MAX_EVENTS) }
  const reply = await http.get('/events', { query, signal })
  return readWhole('GET /api/events', () => list(reply, 'event').map(toEvent))
}

function toEvent(wire: unknown): EngineEvent {
  const vmId = findText(wire, 'vm.id')
  return {
    code: integer(wire, 'code'),
    description: findText(wire, 'description') ?? '',
    ...(vmId !== undefined && { vmId }),
  }
}
