/** Entries in the engine's own event list, where its administrators look. Fits the EngineEventPort of server/apply. */
import type { EngineHttp } from './engine-http.ts'
import { answerOf, type EngineAnswer } from './refusal.ts'

export type EngineEvent = Readonly<{
  severity: 'normal' | 'warning' | 'error'
  text: string
  clusterId?: string
  correlationId: string
}>

export type EngineEventPort = Readonly<{
  /** Needs the permit inject_external_events. A refusal is a value; throws when the engine could not be asked. */
  post(event: EngineEvent, signal: AbortSignal): Promise<EngineAnswer>
}>

const ORIGIN = 'ovirt-scheduler'

/** `newCustomId`: the engine refuses a number it has seen with the same origin, so it should be random, 31 bits. */
export const eventPort = (http: EngineHttp, newCustomId: () => number): EngineEventPort => ({
  post: ({ severity, text, clusterId, correlationId }, signal) =>
    answerOf(
      http.post(
        '/events',
        {
          origin: ORIGIN,
          custom_id: newCustomId(),
          severity,
          description: text,
          // Without it the engine drops a second event of the same severity within 30 s, and answers an error.
          flood_rate: 1,
          ...(clusterId !== undefined && { cluster: { id: clusterId } }),
        },
        { correlationId, signal },
      ),
    ),
})
