import fc from 'fast-check'
import { expect, it } from 'vitest'
import { guestReadingSchema, guestStates, hostReadingSchema } from '../../../shared/model/host-reading.ts'
import type { EntityFacts } from '../../language/entity.ts'
import { compileProgram, evaluate } from '../../language/evaluate.ts'
import { collectorNames, collectorsOf } from './collectors-of.ts'
import { createFactSource } from './fact-source.ts'
import { createIoDraft } from './io-draft.ts'

const count = fc.oneof(fc.constantFrom(0, 1), fc.nat(), fc.maxSafeNat())
const rate = fc.oneof(fc.constant(0), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }))
const percent = fc.double({ min: 0, max: 100, noNaN: true })
const limit = fc.oneof(fc.constant('unlimited' as const), fc.integer({ min: 1 }))
/** Any of the fields may be left out, but for those that are `needed`. */
const some = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }, needed: (keyof T)[] = []) =>
  fc.record(model, { requiredKeys: needed })

const ioLimits = some({ totalBytesPerS: limit, readBytesPerS: limit, writeIops: limit })
const host = some(
  {
    takenAtMs: fc.integer({ min: 0, max: 100_000 }),
    memory: some(
      {
        totalKiB: count,
        freeKiB: count,
        availableKiB: count,
        buffersKiB: count,
        cachedKiB: count,
        anonymousKiB: count,
      },
      ['totalKiB'],
    ),
    swap: some({ totalKiB: count, freeKiB: count, inPages: count, outPages: count }, ['totalKiB', 'freeKiB']),
    use: fc.record({ userPercent: percent, systemPercent: percent, idlePercent: percent }),
    cpus: fc.array(fc.record({ id: count }), { maxLength: 2 }),
    numaNodes: fc.array(some({ id: count, cpuIds: fc.constant([]), freeKiB: count }, ['id', 'cpuIds']), {
      maxLength: 2,
    }),
    ksm: some({
      running: fc.boolean(),
      pagesToScan: count,
      pagesShared: count,
      sharedKiB: count,
      cpuPercent: rate,
      shareableKiB: count,
    }),
  },
  ['takenAtMs', 'memory', 'cpus', 'numaNodes'],
)
const guest = some(
  {
    id: fc.constantFrom('1-a', '1-b', '2', '3'),
    name: fc.constantFrom('web', 'db', 'Host', '', '__proto__'),
    state: fc.oneof({ weight: 9, arbitrary: fc.constant('running' as const) }, fc.constantFrom(...guestStates)),
    responsive: fc.boolean(),
    vcpuCount: count,
    memoryKiB: count,
    residentKiB: count,
    pid: count,
    qemuMinorFaults: count,
    balloon: some({ currentKiB: count, maxKiB: count, minKiB: count }, ['currentKiB']),
    guestMemory: some({ totalKiB: count, unusedKiB: count, diskCachesKiB: count, swapInKiBPerS: rate }),
    agentMemory: some({ totalKiB: count, unusedKiB: count, cachedKiB: count, swapInPages: count }, [
      'totalKiB',
      'unusedKiB',
    ]),
    cpuTimeNs: rate,
    cpuPercent: rate,
    cpuTune: some({ quotaUs: limit, periodUs: count }),
    cpuLimitPercent: rate,
    vcpus: fc.array(some({ index: count, delayNs: rate }, ['index']), { maxLength: 3 }),
    disks: fc.array(some({ device: fc.constantFrom('vda', 'vdb'), limits: ioLimits, allowed: ioLimits }, ['device']), {
      maxLength: 2,
    }),
  },
  ['id', 'name', 'state', 'vcpus', 'disks'],
)

const step = fc.oneof(
  host.map(reading => ({ kind: 'host', reading }) as const),
  fc
    .record({ guests: fc.array(guest, { maxLength: 5 }), atMs: fc.integer({ min: 0, max: 100_000 }) })
    .map(({ guests, atMs }) => ({ kind: 'guests', guests, atMs }) as const),
  fc
    .constantFrom('1-a', '2', 'none')
    .map(vmId => ({ kind: 'keep', variables: { host: { n: 1n }, guests: new Map([[vmId, { n: 2n }]]) } }) as const),
)

/** Every field as a policy reads it. */
const readAll = (fields: ReadonlySet<string>, entity: string) =>
  ['0', ...[...fields].map(field => `${entity}.${field}`)].join(' ')

it('whatever is read: facts are whole, each guest is ready or says why not, and labels differ', () => {
  const names = fc.subarray([...collectorNames])
  fc.assert(
    fc.property(names, fc.array(step, { maxLength: 12 }), (chosen, steps) => {
      const { hostCollectors, guestCollectors } = collectorsOf(chosen)
      const fieldsOf = (collectors: typeof hostCollectors | typeof guestCollectors) =>
        new Set(collectors.flatMap(({ mandatory, optional }) => [...mandatory, ...optional]))
      const [hostFields, guestFields] = [fieldsOf(hostCollectors), fieldsOf(guestCollectors)]
      const program = compileProgram([
        {
          name: 'p',
          text: `${readAll(hostFields, 'Host')} (with Guests g { ${readAll(guestFields, 'g')} })`,
        },
      ])
      const areWhole = ({ samples }: EntityFacts, fields: ReadonlySet<string>) => {
        expect([1, 2]).toContain(samples.length)
        for (const sample of samples) expect(new Set(Object.keys(sample))).toEqual(fields)
      }
      const source = createFactSource({
        hostCollectors,
        guestCollectors,
        historyLength: 2,
        intervalS: 10,
        io: createIoDraft(),
      })
      let listed = new Set<string>()
      let isRead = false
      for (const given of steps) {
        if (given.kind === 'keep') source.keep(given.variables)
        if (given.kind === 'host') {
          expect(source.takeHost(hostReadingSchema.parse(given.reading), 0)).toEqual([])
          isRead = true
        }
        if (given.kind === 'guests') {
          const guests = given.guests.map(reading => guestReadingSchema.parse(reading))
          expect(source.takeGuests(guests, given.atMs)).toEqual([])
          listed = new Set(guests.map(({ id }) => id))
        }

        const { host: hostFacts, guests, notReady, missing } = source.facts()
        expect(hostFacts !== undefined).toBe(isRead && missing.length === 0)
        const told = [...guests, ...notReady].map(({ vmId }) => vmId)
        expect([told.length, new Set(told)]).toEqual([listed.size, listed])
        expect(new Set(['Host', ...guests.map(({ facts }) => facts.name)]).size).toBe(guests.length + 1)
        for (const { facts } of guests) areWhole(facts, guestFields)
        if (hostFacts !== undefined) areWhole(hostFacts, hostFields)
        expect(source.statistics().guests.size).toBe(guests.length)
        if (hostFacts === undefined) continue
        const { skipped } = evaluate(program, { host: hostFacts, guests: guests.map(({ facts }) => facts) })
        expect(skipped).toEqual([])
      }
    }),
  )
})
