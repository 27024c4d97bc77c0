import type { HostReading } from '../../shared/model/host-reading.ts'
import type { TuningMode } from '../../shared/model/tuning.ts'
import type { HostConnectionKind } from '../../shared/model/watched-host.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'

export type ModeAsked = Readonly<{
  mode: TuningMode
  /** Somebody said that the knobs are ours from now on. */
  takeOver: boolean
  hostName: string
  via: HostConnectionKind
  reading: Pick<HostReading, 'momActive'> | undefined
}>

export type EffectiveMode = Readonly<{ mode: TuningMode; because?: Reason }>

/**
 * A knob has one writer. vdsm’s own engine, MOM, sets the same ones: where it runs, or where nobody can tell, a host is only
 * observed until it is said that we take over.
 */
export function effectiveMode({ mode, takeOver, hostName, via, reading }: ModeAsked): EffectiveMode {
  if (mode !== 'enforce' || takeOver) return { mode }
  if (reading?.momActive === false || (via === 'simulated' && reading?.momActive !== true)) return { mode }
  const values = { host: hostName }
  return reading?.momActive === true
    ? {
        mode: 'observe',
        because: reason(
          'mom-active',
          `MOM runs on ${hostName} and sets the same knobs. Take over to set them instead.`,
          values,
        ),
      }
    : {
        mode: 'observe',
        because: reason(
          'mom-unknown',
          `Whether MOM runs on ${hostName} cannot be told over this connection. Take over if it does not.`,
          values,
        ),
      }
}
