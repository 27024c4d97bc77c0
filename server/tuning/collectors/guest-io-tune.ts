import type { DiskReading, IoLimits, Limit } from '../../../shared/model/host-reading.ts'
import { LanguageError } from '../../language/language-error.ts'
import { type Callable, type Entity, typeName, type Value } from '../../language/value.ts'
import type { GuestCollector } from './collector.ts'
import { integer } from './figures.ts'
import { type IoDraft, type IoField, ioFields } from './io-draft.ts'
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
      io_tune_current: tunable.map(disk => entity(disk.device, { ...placeOf(disk), ioTune: measuredOf(disk) })),
    }
  },
}

export const guestIoTuneOptional = optionalOf(guestIoTune)

const keyOf: Readonly<Record<IoField, keyof IoLimits>> = {
  total_bytes_sec: 'totalBytesPerS',
  read_bytes_sec: 'readBytesPerS',
  write_bytes_sec: 'writeBytesPerS',
  total_iops_sec: 'totalIops',
  read_iops_sec: 'readIops',
  write_iops_sec: 'writeIops',
}

const setters: readonly (readonly [name: string, field: IoField])[] = [
  ['setTotalBytesSec', 'total_bytes_sec'],
  ['setReadBytesSec', 'read_bytes_sec'],
  ['setWriteBytesSec', 'write_bytes_sec'],
  ['setTotalIopsSec', 'total_iops_sec'],
  ['setReadIopsSec', 'read_iops_sec'],
  ['setWriteIopsSec', 'write_iops_sec'],
]

type Members = Readonly<Record<string, Value>>

const entity = (label: string, members: Members): Entity => ({
  kind: 'entity',
  label,
  member: name => (Object.hasOwn(members, name) ? members[name] : undefined),
})

const placeOf = ({ device, path }: DiskReading): Members => ({ name: device, path: path ?? null })

const measuredOf = ({ device, limits }: DiskReading): Entity => limitsOf(`${device}.ioTune`, limits)

/**
 * A limit that is not named is none: 0. MOM leaves such a member undefined, and one guest of the six keys that the engine always
 * sends lacking one ends the whole evaluation.
 */
const limitsOf = (label: string, limits: IoLimits = {}): Entity =>
  entity(label, Object.fromEntries(ioFields.map(field => [field, fromLimit(limits[keyOf[field]])])))

const fromLimit = (limit: Limit | undefined): bigint =>
  limit === undefined || limit === 'unlimited' ? 0n : integer(limit)

function tuneOf(vmId: string, disk: DiskReading, io: IoDraft): Entity {
  const { device, allowed } = disk
  const measured = measuredOf(disk)
  const setterOf = (name: string, field: IoField): Callable => ({
    kind: 'callable',
    label: `${device}.${name}`,
    operands: [1, 1],
    call: ([value = null]) => {
      io.set(vmId, device, field, toLimit(value))
      return null
    },
  })
  const current: Entity = {
    kind: 'entity',
    label: `${device}.current`,
    member: name => {
      const drafted = isIoField(name) ? io.get(vmId, device, name) : undefined
      // nil is what was set, and not what was measured.
      return drafted === undefined ? measured.member(name) : drafted
    },
  }
  return entity(device, {
    ...placeOf(disk),
    // The engine sends both with the same values, and readings keep one.
    guaranteed: limitsOf(`${device}.guaranteed`, allowed),
    maximum: limitsOf(`${device}.maximum`, allowed),
    current,
    ...Object.fromEntries(setters.map(([name, field]) => [name, setterOf(name, field)])),
  })
}

const isIoField = (name: string): name is IoField => (ioFields as readonly string[]).includes(name)

/** An integer or nil; a float loses what is behind its point. @throws LanguageError `type`, `number` */
function toLimit(value: Value): bigint | null {
  if (value === null || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value !== 'number') throw new LanguageError('type', `a limit is an integer or nil, not ${typeName(value)}`)
  if (!Number.isFinite(value)) throw new LanguageError('number', 'a limit that is no finite number')
  return integer(value)
}
