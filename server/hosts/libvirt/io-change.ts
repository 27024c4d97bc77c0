import type { IoLimits, Limit } from '../../../shared/model/host-reading.ts'
import type { Parameters, TypedParameter } from '../../protocol/libvirt/typed-parameters.ts'
import { type IoKey, ioFields } from './io-fields.ts'

const kinds: readonly Readonly<{ total: IoKey; parts: readonly IoKey[] }>[] = [
  { total: 'totalBytesPerS', parts: ['readBytesPerS', 'writeBytesPerS'] },
  { total: 'totalIops', parts: ['readIops', 'writeIops'] },
]

/**
 * The parameters that change what is named and nothing else. libvirt takes all three limits of a kind (bytes, operations) as
 * one: those that are not named it clears. So they are named too, as they are now; unless a total comes in the place of the
 * parts, or a part in the place of the total, which exclude each other.
 */
export function mergeIoLimits(current: Parameters, limits: IoLimits): TypedParameter[] {
  return kinds.flatMap(({ total, parts }) => {
    const all = [total, ...parts]
    if (all.every(key => limits[key] === undefined)) return []
    const isTotalNamed = isLimit(limits[total])
    const isPartNamed = parts.some(key => isLimit(limits[key]))
    return all.map(key => {
      const gives = key === total ? isPartNamed && !isTotalNamed : isTotalNamed && !isPartNamed
      return {
        field: ioFields[key],
        type: 'ullong' as const,
        value: numberFor(limits[key], gives ? 0 : kept(current, key)),
      }
    })
  })
}

const isLimit = (limit: Limit | undefined) => typeof limit === 'number'

const numberFor = (limit: Limit | undefined, otherwise: number) =>
  limit === undefined ? otherwise : limit === 'unlimited' ? 0 : limit

function kept(current: Parameters, key: IoKey): number {
  const value = current.get(ioFields[key])
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0
}
