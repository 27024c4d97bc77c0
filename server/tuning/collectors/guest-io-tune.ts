import type { DiskReading, IoLimits, Limit } from '../../../shared/model/host-reading.ts'
import { LanguageError } from '../../language/language-error.ts'
import { type Callable, type Entity, typeName, type Value } from '../../language/value.ts'
import type { GuestCollector } from './collector.ts'
import { integer } from './figures.ts'
import { type IoDraft, type IoField, ioLimitOf } from './io-draft.ts'
import { optionalOf } from './optional-of.ts'

/**
 * `io_tune`: one object for each disk that has limits and to which the engine's quality of service allows something, with
 * members `name`, `path`, `guaranteed`, `maximum`, `current` and six setters. Limits are bytes or operations per second, 0 is
 * none. Setters go to the draft of this evaluation, and `current` reads them back; what was measured never changes.
 * `io_tune_current`: what was measured, an object `{name, path, ioTune}` for each. mom/Collectors/GuestIoTune.py
 */
export const guestIoTune: GuestCollector = {
  name: 'GuestIoTune',
  mandatory: ['io_tune', 'io_tune_current'],
  optional: [],
  collect({ now: { id, disks } }, { io }) {
    // A disk whose limits are not known cannot be compared with what is wanted of it.
    const tunable = disks.filter(({ allowed, limits }) => allowed !== undefined && limits !== undefined)
    if (tunable.length === 0) return undefined
    return {
      io_tune: tunable.map(disk => tuneOf(id, disk, io)),
      io_tune_current: tunable.map(measuredOf),
    }
  },
}

export const guestIoTuneOptional = optionalOf(guestIoTune)

const setters: ReadonlyMap<string, IoField> = new Map([
  ['setTotalBytesSec', 'total_bytes_sec'],
  ['setReadBytesSec', 'read_bytes_sec'],
  ['setWriteBytesSec', 'write_bytes_sec'],
  ['setTotalIopsSec', 'total_iops_sec'],
  ['setReadIopsSec', 'read_iops_sec'],
  ['setWriteIopsSec', 'write_iops_sec'],
])

const isIoField = (name: string): name is IoField => Object.hasOwn(ioLimitOf, name)

/** Members are made when they are read: history holds many of these, and policies read few. */
const entity = (label: string, member: Entity['member']): Entity => ({ kind: 'entity', label, member })

/**
 * A limit that is not named is none: 0. MOM leaves such a member undefined, and one disk that lacks one of the six, all of which
 * the engine sends, would end the whole evaluation.
 */
const limitsOf = (label: string, limits: IoLimits | undefined): Entity =>
  entity(label, name => (isIoField(name) ? fromLimit(limits?.[ioLimitOf[name]]) : undefined))

const fromLimit = (limit: Limit | undefined): bigint =>
  limit === undefined || limit === 'unlimited' ? 0n : integer(limit)

const measuredOf = ({ device, path, limits }: DiskReading): Entity =>
  entity(device, name => {
    if (name === 'name') return device
    if (name === 'path') return path ?? null
    return name === 'ioTune' ? limitsOf(`${device}.ioTune`, limits) : undefined
  })

const tuneOf = (vmId: string, { device, path, allowed, limits }: DiskReading, io: IoDraft): Entity =>
  entity(device, name => {
    if (name === 'name') return device
    if (name === 'path') return path ?? null
    const label = `${device}.${name}`
    // The engine sends both with the same values, and readings keep one.
    if (name === 'guaranteed' || name === 'maximum') return limitsOf(label, allowed)
    if (name === 'current') return currentOf(label, limitsOf(label, limits), field => io.get(vmId, device, field))
    const field = setters.get(name)
    return field && setterOf(label, value => io.set(vmId, device, field, value))
  })

/** What was set, be it nil, and else what was measured. */
const currentOf = (label: string, measured: Entity, drafted: (field: IoField) => Value | undefined): Entity =>
  entity(label, name => {
    const value = isIoField(name) ? drafted(name) : undefined
    return value === undefined ? measured.member(name) : value
  })

const setterOf = (label: string, set: (value: Value) => void): Callable => ({
  kind: 'callable',
  label,
  operands: [1, 1],
  call: ([value = null]) => {
    set(toLimit(value))
    return null
  },
})

/** An integer or nil; a float loses what is behind its point. @throws LanguageError `type`, `number` */
function toLimit(value: Value): bigint | null {
  if (value === null || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value !== 'number') throw new LanguageError('type', `a limit is an integer or nil, not ${typeName(value)}`)
  if (!Number.isFinite(value)) throw new LanguageError('number', 'a limit that is no finite number')
  return integer(value)
}
