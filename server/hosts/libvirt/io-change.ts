import type { IoLimits, Limit } from '../../../shared/model/host-reading.ts'
import type { Parameters, TypedParameter } from '../../protocol/libvirt/typed-parameters.ts'
import { type IoKey, ioFields } from '../io-fields.ts'

const kinds: readonly Readonly<{ total: IoKey; parts: readonly IoKey[] }>[] = [
  { total: 'totalBytesPerS', parts: ['readBytesPerS', 'writeBytesPerS'] },
  { total: 'totalIops', parts: ['readIops', 'writeIops'] },
]

/**
 * The parameters that change what is named and nothing else. libvirt takes all three limits of a kind (bytes, operations) as
 * one: those that are not named it clears. So they are named too, as they are now; unless a total comes in the place of the
 * parts, or a part in the place of the total, which exclude each other. A burst (`…_max`) for which the new limit leaves no
 * room, because there is none any more or it is higher, is taken back: libvirt would refuse the limit for its sake.
 */
export function mergeIoLimits(current: Parameters, limits: IoLimits): TypedParameter[] {
  return kinds.flatMap(({ total, parts }) => {
    const all = [total, ...parts]
    if (all.every(key => limits[key] === undefined)) return []
    const isTotalNamed = isLimit(limits[total])
    const isPartNamed = parts.some(key => isLimit(limits[key]))
    return all.flatMap(key => {
      const gives = key === total ? isPartNamed && !isTotalNamed : isTotalNamed && !isPartNamed
      const field = ioFields[key]
      const value = numberFor(limits[key], gives ? 0 : figure(current, field))
      const burst = figure(current, `${field}_max`)
      const isInTheWay = burst > 0 && (value === 0 || value > burst)
      return [ullong(field, value), ...(isInTheWay ? [ullong(`${field}_max`, 0)] : [])]
    })
  })
}

const ullong = (field: string, value: number): TypedParameter => ({ field, type: 'ullong', value })

const isLimit = (limit: Limit | undefined) => typeof limit === 'number'

const numberFor = (limit: Limit | undefined, otherwise: number) =>
  limit === undefined ? otherwise : limit === 'unlimited' ? 0 : limit

function figure(current: Parameters, field: string): number {
  const value = current.get(field)
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0
}
