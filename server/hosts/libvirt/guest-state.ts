import type { GuestState, VcpuReading } from '../../../shared/model/host-reading.ts'

/** `virDomainState` */
const states: readonly GuestState[] = [
  'unknown',
  'running',
  'running', // blocked: waits for something, as idle guests do
  'paused',
  'stopping',
  'off',
  'crashed',
  'suspended',
]
const PAUSED = 3
/** `virDomainPausedReason` */
const pausedReasons: Readonly<Record<number, GuestState>> = { 2: 'migrating', 11: 'starting', 12: 'migrating' }

export function guestState(state: number | undefined, reason: number | undefined): GuestState {
  if (state === PAUSED && reason !== undefined) return pausedReasons[reason] ?? 'paused'
  return states[state ?? 0] ?? 'unknown'
}

/** VMs of which there is a process that can be asked and changed. */
export const isActive = (state: GuestState): boolean => !['off', 'crashed', 'unknown'].includes(state)

const vcpuStates = ['offline', 'running', 'blocked'] as const

export const vcpuState = (state: number | undefined): VcpuReading['state'] =>
  state === undefined ? undefined : vcpuStates[state]
