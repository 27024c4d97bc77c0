import type { EngineHttp } from './engine-http.ts'
import { answerOf, type EngineAnswer } from './refusal.ts'

export type PowerCall = Readonly<{ vmId: string; request: 'suspend' | 'shutdown'; correlationId: string }>

/** Stops VMs gently. Fits the VmPowerPort of server/apply. */
export type VmPowerPort = Readonly<{ ask(call: PowerCall, signal: AbortSignal): Promise<EngineAnswer> }>

export const vmPowerPort = (http: EngineHttp): VmPowerPort => ({
  // Without `force`: a VM that is being backed up, or must not be stopped, is refused.
  ask: ({ vmId, request, correlationId }, signal) =>
    answerOf(http.post(`/vms/${encodeURIComponent(vmId)}/${request}`, {}, { correlationId, signal })),
})
