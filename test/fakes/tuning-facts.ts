/** Facts of a host and its guests as the collectors would hand them to a policy: what vdsm's collectors declare, and GuestSla. */
import type { EntityFacts, Sample } from '../../server/language/entity.ts'
import type { Value } from '../../server/language/value.ts'
import { ioFields } from '../../server/tuning/collectors/io-draft.ts'

/** A host of 16 GiB, in KiB. */
export const HOST_KIB = 16_777_216

export const hostSample = (over: Sample = {}): Sample => ({
  mem_available: BigInt(HOST_KIB),
  mem_unused: 1_000_000n,
  mem_free: BigInt(HOST_KIB / 2),
  ksm_run: 0n,
  ksm_sleep_millisecs: 10n,
  ksm_pages_shared: 0n,
  ksm_pages_to_scan: 100n,
  ksm_merge_across_nodes: 1n,
  ksm_shareable: 1_000_000n,
  cpu_count: 8n,
  ...over,
})

export const guestSample = (over: Sample = {}): Sample => ({
  balloon_cur: 4_000_000n,
  balloon_max: 4_194_304n,
  balloon_min: 1_048_576n,
  mem_unused: 1_000_000n,
  vcpu_quota: 0n,
  vcpu_period: 0n,
  vcpu_user_limit: 100n,
  vcpu_count: 2n,
  io_tune: null,
  sla_class: null,
  priority: null,
  migratable: null,
  mem_guaranteed_pct: null,
  ...over,
})

export const aHostFact = (over: Sample = {}): EntityFacts => ({ name: 'Host', samples: [hostSample(over)] })
export const aGuestFact = (name: string, over: Sample = {}): EntityFacts => ({ name, samples: [guestSample(over)] })

/** What a policy set, by disk and field. */
export type SetLimits = Record<string, Record<string, Value>>

/** A disk of `io_tune` whose setters write into `set`. `maximum` lacks the fields that it does not name. */
export function aDisk(name: string, maximum: Readonly<Record<string, Value>> | null, set: SetLimits = {}): Value {
  const setters: Readonly<Record<string, string>> = Object.fromEntries(
    ioFields.map(field => [
      `set${field.replaceAll(/(?:^|_)(.)/g, (_whole, first: string) => first.toUpperCase())}`,
      field,
    ]),
  )
  return {
    kind: 'entity',
    label: name,
    member: member => {
      if (member === 'name') return name
      if (member === 'maximum')
        return maximum === null ? null : { kind: 'entity', label: 'maximum', member: field => maximum[field] }
      const field = setters[member]
      if (field === undefined) return undefined
      return {
        kind: 'callable',
        label: member,
        operands: [1, 1],
        call: ([value = null]) => {
          set[name] = { ...set[name], [field]: value }
          return null
        },
      }
    },
  }
}
