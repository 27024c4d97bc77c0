import type { HostTls } from '../host-tls.ts'

export type VdsmOptions = Readonly<{
  /** Name or number of the host, as the engine knows it: its certificate must be for this one. */
  address: string
  port?: number
  /** 'clear' for hosts with `ssl = false` in their vdsm.conf: no encryption, and anybody may answer. */
  tls: HostTls | 'clear'
  timing?: Partial<VdsmTiming>
}>

/** vdsm listens there unless `management_port` says otherwise. */
export const VDSM_PORT = 54_321

export type VdsmTiming = Readonly<{
  /** From dialling to CONNECTED. */
  connectMs: number
  /** What both sides promise: a byte at least so often. */
  heartBeatMs: number
  /** We send a heart-beat when we have sent nothing for so long. */
  writeSilenceMs: number
  /** The connection is given up when nothing came for so long. */
  readSilenceMs: number
  readCallMs: number
  setCallMs: number
  /** Between two attempts while vdsm recovers after its start. */
  recoveringRetryMs: number
  /** How long definitions of VMs are believed when no event says that they changed. */
  definitionsMs: number
  /** Before capabilities that could not be read are asked for again. */
  capabilitiesRetryMs: number
}>

export const defaultVdsmTiming: VdsmTiming = {
  connectMs: 10_000,
  heartBeatMs: 10_000,
  writeSilenceMs: 5_000,
  readSilenceMs: 20_000,
  readCallMs: 20_000,
  setCallMs: 30_000,
  recoveringRetryMs: 5_000,
  definitionsMs: 180_000,
  capabilitiesRetryMs: 300_000,
}
