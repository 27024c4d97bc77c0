import type { CpuTuneChange, IoTune, KsmTune, VcpuPin } from '../../../shared/model/host-knobs.ts'
import type { KnobChange, KnobDecision } from '../../../shared/plan/knob-decision.ts'

/** The knobs of one host. Every call has a deadline of its own; rejects with an error that has a stable `code`. */
export type HostKnobs = Readonly<{
  setBalloonTarget(vmId: string, targetKiB: number, signal: AbortSignal): Promise<void>
  setKsm(tune: KsmTune, signal: AbortSignal): Promise<void>
  setCpuTune(vmId: string, change: CpuTuneChange, signal: AbortSignal): Promise<void>
  setIoTune(vmId: string, tune: IoTune, signal: AbortSignal): Promise<void>
  /** vCPUs that are not named keep their pins. */
  pinVcpus(vmId: string, pins: readonly VcpuPin[], signal: AbortSignal): Promise<void>
}>

export type RequestChange = Extract<KnobChange, { knob: 'request' }>

/** Takes what a policy asks for and may not do itself. Resolves with why not, or with nothing when it was taken on. Never rejects. */
export type HandOn = (request: RequestChange, signal: AbortSignal) => Promise<Problem | undefined>

export type Problem = Readonly<{ code: string; message: string }>
export type Outcome = Pick<KnobDecision, 'outcome' | 'problem'>

/** Calls one knob, the only place that does. Never rejects: a VM that vanished is that VM’s trouble. */
export async function carryOut(
  change: KnobChange,
  { knobs, handOn }: Readonly<{ knobs: HostKnobs; handOn: HandOn }>,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    switch (change.knob) {
      case 'balloon':
        await knobs.setBalloonTarget(change.vmId, change.toKiB, signal)
        break
      case 'ksm':
        await knobs.setKsm(change.to, signal)
        break
      case 'cpu':
        await knobs.setCpuTune(change.vmId, change.to, signal)
        break
      case 'io':
        await knobs.setIoTune(change.vmId, { device: change.device, limits: change.to }, signal)
        break
      case 'pins':
        await knobs.pinVcpus(change.vmId, change.to, signal)
        break
      default: {
        const problem = await handOn(change, signal)
        return problem === undefined ? { outcome: 'asked' } : { outcome: 'refused', problem }
      }
    }
    return { outcome: 'made' }
  } catch (error) {
    return { outcome: 'failed', problem: problemOf(error) }
  }
}

function problemOf(error: unknown): Problem {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return {
    code: typeof code === 'string' ? code : 'internal',
    message: typeof message === 'string' ? message : String(error),
  }
}
