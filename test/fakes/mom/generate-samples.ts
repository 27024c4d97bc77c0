/** Hosts with their guests by seed, as vdsm's collectors would sample them: for both evaluators at once. */
import type { Sample } from '../../../server/language/entity.ts'
import type { Facts } from '../../../server/language/evaluate.ts'
import { writeJson } from '../../../server/language/write-json.ts'
import { createRandom } from '../../../server/planner/search/random.ts'
import { ioFields } from '../../../server/tuning/collectors/io-draft.ts'
import { aDisk, guestSample, hostSample, type SetLimits } from '../tuning-facts.ts'

type DiskPolicy = Readonly<{ name: string; maximum: Readonly<Record<string, bigint>> }>
type Guest = Readonly<{ name: string; samples: readonly Sample[]; disks: readonly DiskPolicy[] | undefined }>

export type HostCase = Readonly<{
  /** For the peer, which is given the disks as records. */
  json: string
  /** Fresh ones, whose disks write into `disks`, one record for each guest. */
  facts(): Readonly<{ facts: Facts; disks: readonly SetLimits[] }>
  guests: readonly Guest[]
  /** Some guest tells nothing of its balloon. */
  hasNil: boolean
}>

const GUESTS = 10

export function generateHosts(count: number, seed: number): HostCase[] {
  const { next: random } = createRandom(seed)
  const upTo = (most: number) => Math.floor(random() * (most + 1))
  const pick = <T>(from: readonly T[]) => from[upTo(from.length - 1)] as T
  const times = <T>(length: number, make: (at: number) => T) => Array.from({ length }, (_, at) => make(at))

  const host = () => {
    const total = pick([4, 16, 64, 256]) * 1_048_576
    // Around the thresholds as often as anywhere.
    const share = pick([0.03, 0.05, 0.1, 0.2, 0.21, 0.5, random()])
    const fixed = {
      mem_available: BigInt(total),
      ksm_shareable: BigInt(upTo(total)),
      ksm_pages_shared: pick([0n, 0n, BigInt(upTo(100_000))]),
      ksm_merge_across_nodes: pick([0n, 1n]),
      cpu_count: pick([1n, 8n, 64n, 120n]),
    }
    return times(1 + upTo(2), () =>
      hostSample({
        ...fixed,
        mem_free: BigInt(Math.floor(Math.min(1, share * (0.9 + random() / 5)) * total)),
        ksm_run: BigInt(upTo(1)),
        ksm_pages_to_scan: BigInt(pick([64, 100, 700, 1200, 1250, upTo(2000)])),
      }),
    )
  }

  const disk = (name: string): DiskPolicy => {
    const fields = ioFields.filter(() => random() > 0.003)
    return { name, maximum: Object.fromEntries(fields.map(field => [field, BigInt(pick([0, upTo(100_000_000)]))])) }
  }

  const guest = (name: string, isNil: boolean): Guest => {
    const max = 1024 * (256 + upTo(32_768))
    const min = Math.floor(max * pick([0.1, 0.25, 0.5, 0.9, 1]))
    const fixed = {
      balloon_max: BigInt(max),
      balloon_min: BigInt(min),
      vcpu_user_limit: BigInt(pick([100, 100, 120, 1 + upTo(98), 1, 50])),
      vcpu_count: BigInt(1 + upTo(pick([3, 99]))),
      vcpu_quota: BigInt(pick([-1, 0, 50_000, 1125])),
      vcpu_period: BigInt(pick([0, 100_000, 900_000])),
    }
    const samples = times(1 + upTo(2), () => {
      const current = Math.floor(max * pick([1, 0.5 + random() / 2, random()]))
      const nothing = isNil ? pick([['mem_unused'], ['balloon_cur', 'balloon_max', 'balloon_min', 'mem_unused']]) : []
      return guestSample({
        ...fixed,
        balloon_cur: BigInt(current),
        mem_unused: BigInt(Math.floor(current * pick([0, 0.05, 0.2, random()]))),
        ...Object.fromEntries(nothing.map(field => [field, null])),
      })
    })
    return { name, samples, disks: random() < 0.3 ? times(1 + upTo(1), at => disk(`vd${'ab'[at]}`)) : undefined }
  }

  return times(count, () => {
    const hasNil = random() < 0.2
    const hostSamples = host()
    const guests = times(GUESTS, at =>
      guest(pick([`vm-${at}`, `vm-${at}`, 'nomad', 'kubernetes']), hasNil && (at === 4 || random() < 0.1)),
    )
    return {
      json: `{"Host":{"samples":[${hostSamples.map(sample => json(sample))}]},"Guests":[${guests.map(
        ({ name, samples, disks }) =>
          `{"name":${JSON.stringify(name)},"samples":[${samples.map(sample => json(sample, disks))}]}`,
      )}]}`,
      facts() {
        const disks = guests.map((): SetLimits => ({}))
        const facts: Facts = {
          host: { name: 'Host', samples: hostSamples },
          guests: guests.map((each, at) => ({
            name: each.name,
            properties: { name: each.name },
            samples: each.samples.map(sample => ({
              ...sample,
              io_tune: each.disks?.map(({ name, maximum }) => aDisk(name, maximum, disks[at])) ?? null,
            })),
          })),
        }
        return { facts, disks }
      },
      guests,
      hasNil,
    }
  })
}

function json(sample: Sample, disks?: readonly DiskPolicy[]): string {
  const fields = Object.entries(sample).map(([name, value]) => {
    const written =
      name === 'io_tune' && disks !== undefined
        ? `[${disks.map(each => `{"name":${JSON.stringify(each.name)},"maximum":${json(each.maximum)}}`)}]`
        : writeJson(value)
    return `${JSON.stringify(name)}:${written}`
  })
  return `{${fields.join(',')}}`
}
