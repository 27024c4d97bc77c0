import type { Express } from 'express'
import type { Health } from '../../shared/api/service.ts'
import type { LogLevelSwitch } from '../apply/log-level.ts'
import type { Exposes, Metrics } from '../telemetry/metrics.ts'
import type { OpenDoor } from './xml-rpc-door.ts'

/** How one service stands among others of the same process. */
export type Surroundings = Readonly<{
  /** The one of several engines; undefined: there is one only. */
  engineName?: string
  openDoor: OpenDoor
  /** For support bundles, beside what is counted of the engine. */
  processFigures: Exposes
  /** The engine is not read, and nothing is done, before all of them are ready. Never rejects. */
  begin?: Promise<void>
}>

export type Service = Readonly<{
  /** The REST API under its base path. */
  rest: Express
  xmlrpc: Readonly<{ port: number; addresses: readonly string[] }>
  metrics: Metrics
  health(): Promise<Health>
  /** Ends live streams and begins nothing new. */
  beginClosing(): void
  logLevel: LogLevelSwitch
  /** Stops taking calls, lets the step under way be written down, closes the store. */
  close(): Promise<void>
}>
