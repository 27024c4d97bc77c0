import { present } from '../../../shared/measure/present.ts'
import type { IoLimits, Limit } from '../../../shared/model/host-reading.ts'
import { ioFields } from '../io-fields.ts'
import { count, entries, list, record, text, vmIdOf, type Wire } from './wire.ts'

const MAX_VMS = 10_000
const MAX_DISKS = 1024

/** Limits of one VM by the name of the device. */
export type VmIoLimits = Readonly<{
  current: ReadonlyMap<string, IoLimits>
  /** What the engine’s quality of service allows. */
  allowed: ReadonlyMap<string, IoLimits>
}>

/** Host.getAllVmIoTunePolicies, by VM. Throws ProtocolError for lists without an end. */
export function parseIoPolicies(result: unknown): Map<string, VmIoLimits> {
  return new Map(
    entries(result, MAX_VMS).flatMap(([id, told]) => {
      const vmId = vmIdOf(id)
      return vmId === undefined ? [] : [[vmId, limitsOf(record(told))] as const]
    }),
  )
}

function limitsOf(told: Wire): VmIoLimits {
  const devices = list(told.current_values, MAX_DISKS).map(record)
  const current = devices.flatMap(({ name, ioTune }) => named(name, parseIoLimits(ioTune)))
  const allowed = list(told.policy, MAX_DISKS).flatMap(entry => {
    const policy = record(entry)
    const maximum = parseIoLimits(policy.maximum)
    // The engine may mean a device by its path alone.
    const name = policy.name ?? devices.find(({ path }) => path !== undefined && path === policy.path)?.name
    return Object.keys(maximum).length === 0 ? [] : named(name, maximum)
  })
  return { current: new Map(current), allowed: new Map(allowed) }
}

function named(name: unknown, limits: IoLimits): [string, IoLimits][] {
  const device = text(name, 100)
  return device === undefined ? [] : [[device, limits]]
}

/** 0 is vdsm’s "no limit". */
export function parseIoLimits(told: unknown): IoLimits {
  const wire = record(told)
  const found = Object.entries(ioFields).map(([ours, theirs]) => [ours, limitOf(count(wire[theirs]))])
  return present(Object.fromEntries(found)) as IoLimits
}

const limitOf = (value: number | undefined): Limit | undefined => (value === 0 ? 'unlimited' : value)

/** The other direction, of what is named. */
export const toIoTune = (limits: IoLimits): Record<string, number> =>
  Object.fromEntries(
    Object.entries(ioFields).flatMap(([ours, theirs]) => {
      const limit = limits[ours as keyof IoLimits]
      return limit === undefined ? [] : [[theirs, limit === 'unlimited' ? 0 : limit]]
    }),
  )
