import type { GuestState } from '../../../shared/model/host-reading.ts'

/** vdsm/virt/vmstatus.py, vdsm 4.50. For a minute after its start a VM without a guest agent says "Powering up". */
const states: Readonly<Record<string, GuestState>> = {
  Up: 'running',
  'Powering up': 'starting',
  'Powering down': 'stopping',
  RebootInProgress: 'starting',
  WaitForLaunch: 'starting',
  'Restoring state': 'starting',
  'Saving State': 'stopping',
  Paused: 'paused',
  'Migration Source': 'migrating',
  'Migration Destination': 'incoming',
  Down: 'off',
}

export const stateOf = (status: string | undefined): GuestState =>
  status !== undefined && Object.hasOwn(states, status) ? (states[status] ?? 'unknown') : 'unknown'

/** Its QEMU runs here, whatever its guest does. */
export const isAlive = (status: string | undefined): boolean =>
  ['Up', 'Powering up', 'Powering down', 'RebootInProgress', 'Paused', 'Migration Source', 'Saving State'].includes(
    status ?? '',
  )

/** Why a VM went down, where it was not its user: vdsm/virt/vmexitreason.py. */
const exitReasons: Readonly<Record<number, 'migration' | 'crash'>> = { 1: 'crash', 2: 'crash', 4: 'migration' }

export const becauseOf = (exitReason: number | undefined): 'migration' | 'crash' | undefined =>
  exitReason === undefined ? undefined : exitReasons[exitReason]
