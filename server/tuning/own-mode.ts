import type { WatchedHost } from '../../shared/model/watched-host.ts'
import type { ClusterTuning } from '../../shared/plan/tuning-state.ts'
import type { Log } from '../telemetry/log.ts'
import { type EffectiveMode, effectiveMode } from './effective-mode.ts'

export type OwnModeDeps = Readonly<{
  /** Tells MOM on this host to leave the knobs alone. Rejects where that cannot be done. */
  takeFromMom: (hostId: string, signal: AbortSignal) => Promise<void>
  now: () => number
  log: Pick<Log, 'info'>
}>

/** MOM forgets what it was told when it is restarted, which nobody tells us. */
const TAKE_AGAIN_MS = 600_000

/** Answers the mode that really holds on one host, and sees to it that the knobs are ours where they must be. Never rejects. */
export function createOwnMode({ takeFromMom, now, log }: OwnModeDeps, signal: AbortSignal) {
  let taken: Readonly<{ sinceMs: number; atMs: number }> | undefined

  return async (host: WatchedHost, settings: Pick<ClusterTuning, 'mode' | 'takeOver'>): Promise<EffectiveMode> => {
    const { id, name, via, standing, sinceMs, reading } = host
    const mode = effectiveMode({ ...settings, hostName: name, via: via.kind, reading })
    if (mode.mode !== 'enforce' || reading?.momActive !== true) return mode
    if (standing === 'connected' && taken?.sinceMs === sinceMs && now() - taken.atMs < TAKE_AGAIN_MS) return mode
    try {
      await takeFromMom(id, signal)
      if (taken === undefined) log.info({ host: name }, 'MOM on this host leaves its knobs to us from now on.')
      taken = { sinceMs, atMs: now() }
      return mode
    } catch (error) {
      const { message } = error as Error
      const text = `MOM on ${name} could not be told to leave the knobs to us: ${message}`
      return { mode: 'observe', because: { code: 'mom-not-taken', values: { host: name, message }, text } }
    }
  }
}
