import type { GuestReading } from '../../../shared/model/host-reading.ts'
import type { GuestRequest } from '../../../shared/plan/knob-decision.ts'
import type { Controls } from '../../language/evaluate.ts'
import { impossible, nothingPlanned, type Planned, planned } from './planned-change.ts'

/**
 * `power_request` (suspend or shutdown) and `migrate_request` (why). A policy only asks: whether and when anything is done is decided
 * by whoever manages the VM, by its own rules. `asked`: what was asked for not long ago and need not be repeated.
 */
export function planRequest(guest: GuestReading, controls: Controls, asked: GuestRequest | undefined): Planned {
  const power = controls.power_request ?? null
  if (power === 'suspend' || power === 'shutdown')
    return asked === power ? nothingPlanned : ask(guest, power, 'The host policy asks for it.', 'power_request')
  if (power !== null) return impossible('control-type', 'power_request is suspend or shutdown, as a text.', guest)
  const migrate = controls.migrate_request ?? null
  if (migrate === null) return nothingPlanned
  if (typeof migrate !== 'string' || migrate.trim() === '')
    return impossible('control-type', 'migrate_request is a text that says why.', guest)
  if (asked === 'migrate') return nothingPlanned
  return ask(guest, 'migrate', migrate.slice(0, MAX_BECAUSE), 'migrate_request')
}

const MAX_BECAUSE = 200

const ask = (guest: GuestReading, request: GuestRequest, because: string, control: string): Planned =>
  planned({ knob: 'request', vmId: guest.id, vmName: guest.name, request, because }, control)
