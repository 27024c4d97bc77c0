import { describe, expect, it } from 'vitest'
import type { Host } from '../../shared/model/host.ts'
import type { Vm } from '../../shared/model/vm.ts'
import { parseProperties } from '../../shared/policy/properties.ts'
import { aHost, aVm } from '../../test/fakes/builders.ts'
import { hostMemoryBalance } from './host-memory-balance.ts'

const host = (id: string, memoryFreeMiB: number | undefined, over: Partial<Host> = {}): Host =>
  aHost({ id, statistics: memoryFreeMiB === undefined ? {} : { memoryFreeMiB }, ...over })

const vm = (id: string, memoryMiB: number, over: Partial<Vm> = {}): Vm => aVm({ id, memoryMiB, hostId: 'low', ...over })

/** Decides with property values as the engine sends them: text. */
const decide = (hosts: readonly Host[], vms: readonly Vm[], properties: Record<string, string> = {}) => {
  const { values, problems } = parseProperties(hostMemoryBalance.parameters, properties)
  expect(problems).toEqual([])
  const result = hostMemoryBalance.balance?.({ hosts, vms }, values)
  if (result === undefined) throw new Error('host_memory_balance balances')
  return result
}

const reasonsOf = (skipped: readonly { id: string; reason: { code: string } }[]) =>
  Object.fromEntries(skipped.map(({ id, reason }) => [id, reason.code]))

const low = host('low', 300)
const roomy = host('roomy', 4_000)

describe('host_memory_balance picks the source', () => {
  it('that has the least free memory below the minimum', () => {
    const hosts = [host('short', 450), low, roomy]
    const { move, skippedHosts } = decide(hosts, [vm('a', 100), vm('b', 100, { hostId: 'short' })])
    expect(move).toMatchObject({ vmId: 'a', fromHostId: 'low', toHostIds: ['roomy'] })
    expect(skippedHosts).toEqual([
      {
        id: 'short',
        name: 'short',
        reason: {
          code: 'other-host-first',
          values: { host: 'short', freeMiB: 450, minimumMiB: 500, firstHost: 'low', firstFreeMiB: 300 },
          text: 'short has 450 MiB free, below the minimum of 500 MiB too, but low has 300 MiB and comes first.',
        },
      },
    ])
  })

  it('by name when two lack the same, whatever the order of the hosts', () => {
    const hosts = [host('b', 300), host('a', 300), roomy]
    const vms = [vm('on-a', 100, { hostId: 'a' }), vm('on-b', 100, { hostId: 'b' })]
    expect(decide(hosts, vms).move?.vmId).toBe('on-a')
    expect(decide(hosts.toReversed(), vms.toReversed()).move?.vmId).toBe('on-a')
  })

  it('and none when every host has the minimum', () => {
    const result = decide([host('a', 500), host('b', 501)], [vm('a', 100)])
    expect(result.move).toBeUndefined()
    expect(result.because).toEqual({
      code: 'no-host-below-minimum',
      values: { hosts: 2, minimumMiB: 500 },
      text: 'None of 2 hosts has less than the minimum of 500 MiB free.',
    })
    expect(reasonsOf(result.skippedHosts)).toEqual({ a: 'enough-memory', b: 'enough-memory' })
  })

  it('and none when the minimum is 0', () => {
    expect(decide([low, roomy], [vm('a', 100)], { minimum_host_memoryMB: '0' }).move).toBeUndefined()
  })

  it('and none without hosts', () => {
    expect(decide([], []).because.code).toBe('no-host-measured')
  })
})

describe('host_memory_balance picks the VM', () => {
  const vms = [vm('small', 100), vm('enough', 250), vm('big', 600), vm('huge', 3_501)]

  it('the smallest under safe selection', () => {
    const { move, because, skippedVms } = decide([low, roomy], vms)
    expect(move?.vmId).toBe('small')
    expect(because).toEqual(move?.because)
    expect(because.text).toBe(
      'low has 300 MiB free, 200 MiB less than the minimum of 500 MiB. small with 100 MiB is its smallest VM that can move.',
    )
    expect(because.values).toMatchObject({ freeMiB: 300, minimumMiB: 500, missingMiB: 200, memoryMiB: 100 })
    expect(reasonsOf(skippedVms)).toEqual({
      huge: 'too-large',
      enough: 'larger-than-chosen',
      big: 'larger-than-chosen',
    })
  })

  it('otherwise the smallest that is larger than the missing memory', () => {
    const { move, skippedVms } = decide([low, roomy], vms, { safe_selection: 'false' })
    expect(move?.vmId).toBe('enough')
    expect(reasonsOf(skippedVms)).toEqual({ huge: 'too-large', small: 'frees-too-little', big: 'larger-than-chosen' })
  })

  it('where a VM of exactly the missing size is not larger', () => {
    const { move } = decide([low, roomy], [vm('exactly', 200), vm('more', 300)], { safe_selection: 'false' })
    expect(move?.vmId).toBe('more')
  })

  it('otherwise, if none is larger than that, the largest that fits', () => {
    const few = [vm('small', 100), vm('exactly', 200), vm('huge', 3_501)]
    const { move, because, skippedVms } = decide([low, roomy], few, { safe_selection: 'false' })
    expect(move?.vmId).toBe('exactly')
    expect(because.code).toBe('largest-vm')
    expect(reasonsOf(skippedVms)).toEqual({ huge: 'too-large', small: 'smaller-than-chosen' })
  })

  it('by name among equals', () => {
    const equals = [vm('c', 100), vm('b', 100), vm('a', 100)]
    for (const safe of ['true', 'false']) {
      const { move, skippedVms } = decide([low, roomy], equals, { safe_selection: safe })
      expect(move?.vmId).toBe('a')
      expect(reasonsOf(skippedVms)).toEqual({ b: 'same-size', c: 'same-size' })
    }
  })

  it('only among those of the source', () => {
    const elsewhere = vm('elsewhere', 50, { hostId: 'roomy' })
    const stopped = aVm({ id: 'stopped', status: 'down', memoryMiB: 50 })
    expect(decide([low, roomy], [elsewhere, stopped, vm('here', 400)]).move?.vmId).toBe('here')
  })

  it('with at most the room of the roomiest host, to the MiB', () => {
    expect(decide([low, roomy], [vm('fits', 3_500)]).move?.vmId).toBe('fits')
    const tooLarge = decide([low, roomy], [vm('one-more', 3_501)])
    expect(tooLarge.because.code).toBe('no-movable-vm')
    expect(tooLarge.skippedVms[0]?.reason.text).toBe(
      'one-more has 3501 MiB; the roomiest host for it, roomy, can take 3500 MiB.',
    )
    expect(reasonsOf(tooLarge.skippedHosts)).toEqual({ roomy: 'nothing-to-take' })
  })

  it('within what the engine would still schedule', () => {
    const committed = host('committed', 4_000, { maxSchedulingMiB: 150 })
    expect(decide([low, committed], [vm('a', 151)]).move).toBeUndefined()
    expect(decide([low, committed], [vm('a', 150)]).move?.toHostIds).toEqual(['committed'])
  })

  const staying: { why: string; over: Partial<Vm>; code: string }[] = [
    { why: 'pinned', over: { placement: 'pinned' }, code: 'pinned' },
    { why: 'moved only by hand', over: { placement: 'user_migratable' }, code: 'manual-migration-only' },
    { why: 'the hosted engine', over: { origin: 'hosted_engine' }, code: 'hosted-engine' },
    { why: 'the managed hosted engine', over: { origin: 'managed_hosted_engine' }, code: 'hosted-engine' },
    { why: 'excluded by a tag', over: { excludedBy: 'leave-alone' }, code: 'vm-excluded' },
    { why: 'migrating', over: { status: 'migrating' }, code: 'migrating' },
    { why: 'paused', over: { status: 'paused' }, code: 'not-up' },
    { why: 'powering up', over: { status: 'powering_up' }, code: 'not-up' },
    { why: 'in a state we do not know', over: { status: undefined }, code: 'status-unknown' },
    { why: 'restricted to hosts without room', over: { pinnedHostIds: ['low', 'gone'] }, code: 'restricted-to-hosts' },
    { why: 'of no known size', over: { memoryMiB: 0 }, code: 'vm-memory-unknown' },
    { why: 'of a size that is no number', over: { memoryMiB: Number.NaN }, code: 'vm-memory-unknown' },
  ]
  for (const { why, over, code } of staying) {
    it(`but never one that is ${why}`, () => {
      const alone = decide([low, roomy], [vm('a', 100, over)])
      expect(alone.move).toBeUndefined()
      expect(reasonsOf(alone.skippedVms)).toEqual({ a: code })
      expect(decide([low, roomy], [vm('a', 100, over), vm('b', 200)]).move?.vmId).toBe('b')
    })
  }
})

describe('host_memory_balance names destinations', () => {
  it('that are above the minimum and fit the VM, roomiest first', () => {
    const hosts = [low, host('tight', 599), host('b', 2_000), host('a', 2_000), roomy]
    const { move, skippedHosts } = decide(hosts, [vm('a', 100)])
    expect(move?.toHostIds).toEqual(['roomy', 'a', 'b'])
    expect(reasonsOf(skippedHosts)).toEqual({ tight: 'vm-does-not-fit' })
  })

  it('among the hosts a VM is restricted to', () => {
    const restricted = vm('a', 100, { pinnedHostIds: ['low', 'second'] })
    const { move, skippedHosts } = decide([low, host('second', 2_000), roomy], [restricted])
    expect(move?.toHostIds).toEqual(['second'])
    expect(reasonsOf(skippedHosts)).toEqual({ roomy: 'vm-restricted' })
  })

  const unusable: { why: string; bad: Host; code: string }[] = [
    { why: 'has exactly the minimum', bad: host('bad', 500), code: 'at-minimum' },
    { why: 'is in maintenance', bad: host('bad', 9_000, { status: 'maintenance' }), code: 'host-not-up' },
    { why: 'is in a state we do not know', bad: host('bad', 9_000, { status: undefined }), code: 'host-not-up' },
    {
      why: 'may be given no more memory',
      bad: host('bad', 9_000, { maxSchedulingMiB: 0 }),
      code: 'no-scheduling-memory',
    },
    {
      why: 'has an unknown limit',
      bad: (({ maxSchedulingMiB: _, ...rest }) => rest)(host('bad', 9_000)),
      code: 'scheduling-memory-unknown',
    },
    { why: 'is in another cluster', bad: host('bad', 9_000, { clusterId: 'other' }), code: 'other-cluster' },
  ]
  for (const { why, bad, code } of unusable) {
    it(`and not one that ${why}`, () => {
      const { move, skippedHosts } = decide([low, bad, roomy], [vm('a', 100)])
      expect(move?.toHostIds).toEqual(['roomy'])
      expect(reasonsOf(skippedHosts)).toEqual({ bad: code })
      expect(decide([low, bad], [vm('a', 100)]).because.code).toBe('no-destination')
    })
  }
})

/** What the Python unit of the original project got wrong, one test for each fault. */
describe('mended faults of the old host_memory_balance', () => {
  const vms = [vm('small', 100), vm('enough', 250)]

  for (const text of ['False', 'false', 'FALSE']) {
    it(`takes safe_selection="${text}" as false; bool() of any text is true`, () => {
      expect(decide([low, roomy], vms, { safe_selection: text }).move?.vmId).toBe('enough')
    })
  }

  it('takes minimum_host_memoryMB="400" as a number of MiB; it multiplied the text by 2^20', () => {
    const { because } = decide([low, roomy], vms, { minimum_host_memoryMB: '400' })
    expect(because.values).toMatchObject({ minimumMiB: 400, missingMiB: 100 })
    expect(decide([low, roomy], vms, { minimum_host_memoryMB: '300' }).move).toBeUndefined()
  })

  it('returns the move as a value; it printed two words that no reader took for a tuple', () => {
    expect(decide([low, roomy], vms).move).toMatchObject({ vmId: 'small', toHostIds: ['roomy'] })
  })

  it('compares the memory of two sufficient VMs; it read the misspelt attribute "memmory" there and died', () => {
    const both = [vm('first', 700), vm('second', 600)]
    expect(decide([low, roomy], both, { safe_selection: 'False' }).move?.vmId).toBe('second')
  })

  it('chooses unsafely only among VMs that fit; it offered them hosts they would push below the minimum', () => {
    const hosts = [low, host('tight', 700), roomy]
    const { move, skippedHosts } = decide(hosts, [vm('small', 50), vm('enough', 250)], { safe_selection: 'False' })
    expect(move).toMatchObject({ vmId: 'enough', toHostIds: ['roomy'] })
    expect(reasonsOf(skippedHosts)).toEqual({ tight: 'vm-does-not-fit' })
  })

  it('leaves a host with exactly the minimum alone; it took "not above" for "below"', () => {
    expect(decide([host('low', 500), roomy], vms).move).toBeUndefined()
  })

  it('measures every host in each call; it cached free memory for the life of the process', () => {
    expect(decide([low, roomy], vms).move).toBeDefined()
    expect(decide([host('low', 900), roomy], vms).move).toBeUndefined()
  })

  it('judges only hosts that are up; it took any host of the list', () => {
    expect(decide([host('low', 300, { status: 'non_responsive' }), roomy], vms).move).toBeUndefined()
  })

  it('never picks a VM that must not migrate; it looked at memory alone', () => {
    const { move } = decide([low, roomy], [vm('small', 100, { placement: 'pinned' }), vm('enough', 250)])
    expect(move?.vmId).toBe('enough')
  })

  for (const { free, code } of [
    { free: undefined, code: 'free-memory-unknown' },
    { free: Number.NaN, code: 'free-memory-unknown' },
    { free: 0, code: 'free-memory-not-positive' },
    { free: -1, code: 'free-memory-not-positive' },
  ]) {
    it(`says why it skips a host with ${free} MiB free; it did so in silence`, () => {
      const { move, skippedHosts } = decide([host('odd', free), low, roomy], vms)
      expect(move?.fromHostId).toBe('low')
      expect(reasonsOf(skippedHosts)).toEqual({ odd: code })
    })
  }
})
