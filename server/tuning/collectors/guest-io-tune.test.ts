import { describe, expect, it } from 'vitest'
import type { DiskReading } from '../../../shared/model/host-reading.ts'
import { aGuestReading } from '../../../test/fakes/host-readings.ts'
import { compileProgram, evaluate } from '../../language/evaluate.ts'
import { guestIoTune, guestIoTuneOptional } from './guest-io-tune.ts'
import { createIoDraft, ioFields } from './io-draft.ts'

const limited: DiskReading = {
  device: 'vda',
  path: '/dev/a',
  limits: { totalBytesPerS: 100, readBytesPerS: 'unlimited' },
  allowed: { totalBytesPerS: 500, totalIops: 'unlimited', writeIops: 9 },
}
const bare: DiskReading = { device: 'vdb', limits: {}, allowed: {} }

function collected(disks: readonly DiskReading[]) {
  const io = createIoDraft()
  const now = aGuestReading({ id: 'vm-1', disks: [...disks] })
  return { io, sample: guestIoTune.collect({ now }, { atMs: 0, intervalS: 10, io }) }
}

/** What a policy makes of the disks, and what it left in the draft. */
function run(disks: readonly DiskReading[], policy: string) {
  const { io, sample = {} } = collected(disks)
  const facts = { host: { name: 'Host', samples: [{}] }, guests: [{ name: 'vm1', samples: [sample] }] }
  const text = `(def six (l) { (debug l.total_bytes_sec l.read_bytes_sec l.write_bytes_sec l.total_iops_sec
    l.read_iops_sec l.write_iops_sec) })
    (with Guests g (with g.io_tune t ${policy}))`
  const seen: unknown[] = []
  const { values, skipped } = evaluate(compileProgram([{ name: 'p', text }]), facts, {
    debug: operands => seen.push(operands),
  })
  const drafted = io.list().map(({ vmId, device, field, value }) => [vmId, device, field, value])
  return { value: (values.at(-1) as unknown[])[0], seen, drafted, skipped: skipped.map(({ because }) => because.code) }
}

describe('which disks have an entry', () => {
  const allowed = { totalIops: 5 }
  const cases: readonly { why: string; disks: readonly DiskReading[]; names: readonly string[] | undefined }[] = [
    { why: 'none without disks', disks: [], names: undefined },
    { why: 'none to which nothing is allowed', disks: [{ device: 'vda', limits: {} }], names: undefined },
    { why: 'none whose limits are not told', disks: [{ device: 'vda', allowed }], names: undefined },
    { why: 'only those of both', disks: [{ device: 'vda', allowed }, bare, { device: 'vdc' }], names: ['vdb'] },
    { why: 'in the order of the reading', disks: [{ ...bare, device: 'z' }, limited], names: ['z', 'vda'] },
  ]
  for (const { why, disks, names } of cases) {
    it(why, () => {
      const { sample } = collected(disks)
      expect(sample === undefined).toBe(names === undefined)
      for (const field of ['io_tune', 'io_tune_current'] as const) {
        const list = sample?.[field] as readonly { label: string }[] | undefined
        expect(list?.map(({ label }) => label)).toEqual(names)
      }
    })
  }

  it('is nobody’s concern where it is optional', () => {
    expect(guestIoTuneOptional.mandatory).toEqual([])
    expect(guestIoTuneOptional.optional).toEqual(['io_tune', 'io_tune_current'])
  })
})

describe('what a policy reads', () => {
  const cases = [
    { policy: '(six t.current)', disk: limited, seen: [100n, 0n, 0n, 0n, 0n, 0n] },
    { policy: '(six t.maximum)', disk: limited, seen: [500n, 0n, 0n, 0n, 0n, 9n] },
    { policy: '(six t.guaranteed)', disk: limited, seen: [500n, 0n, 0n, 0n, 0n, 9n] },
    { policy: '(six t.maximum)', disk: bare, seen: [0n, 0n, 0n, 0n, 0n, 0n] },
    { policy: '(debug t.name t.path)', disk: limited, seen: ['vda', '/dev/a'] },
    { policy: '(debug t.name t.path)', disk: bare, seen: ['vdb', null] },
    { policy: '(with g.io_tune_current c (six c.ioTune))', disk: limited, seen: [100n, 0n, 0n, 0n, 0n, 0n] },
  ]
  for (const { policy, disk, seen } of cases) {
    it(`${policy} of ${disk.device}`, () => expect(run([disk], policy).seen).toEqual([seen]))
  }

  for (const member of ['t.constructor', 't.nothing', 't.toString'])
    it(`not ${member}`, () => expect(run([limited], member).skipped).toEqual(['undefined-symbol']))
  it('not the like of limits', () => expect(run([limited], '(six t)').skipped).toEqual(['undefined-symbol']))
})

describe('what a policy sets', () => {
  const setters = ['TotalBytes', 'ReadBytes', 'WriteBytes', 'TotalIops', 'ReadIops', 'WriteIops']
  setters.forEach((name, index) => {
    it(`set${name}Sec goes to the draft, and nowhere else`, () => {
      const field = ioFields[index] ?? ''
      const policy = `{ (defvar c t.current) (t.set${name}Sec 77) (debug c.${field}) (with g.io_tune_current m (six m.ioTune)) }`
      const { drafted, seen } = run([limited], policy)
      expect(drafted).toEqual([['vm-1', 'vda', field, 77n]])
      expect(seen).toEqual([[77n], [100n, 0n, 0n, 0n, 0n, 0n]])
    })
  })

  const values = [
    { given: '12.9', value: 12n },
    { given: '-3.9', value: -3n },
    { given: '0', value: 0n },
    { given: '(== 1 1)', value: 1n },
    { given: 'nil', value: null },
  ]
  for (const { given, value } of values) {
    it(`${given} as ${value}`, () => {
      const { drafted, seen } = run(
        [limited],
        `{ (defvar c t.current) (t.setTotalBytesSec ${given}) (debug c.total_bytes_sec) }`,
      )
      expect(drafted).toEqual([['vm-1', 'vda', 'total_bytes_sec', value]])
      expect(seen).toEqual([[value]])
    })
  }

  const refused = [
    { given: '"fast"', code: 'type' },
    { given: 'g', code: 'type' },
    { given: '1e400', code: 'number' },
    { given: '1 2', code: 'arity' },
  ]
  for (const { given, code } of refused) {
    it(`not ${given}`, () => {
      const { drafted, skipped } = run([limited], `(t.setTotalBytesSec ${given})`)
      expect(drafted).toEqual([])
      expect(skipped).toEqual([code])
    })
  }

  it('is gone when the draft is begun anew', () => {
    const { io, sample } = collected([limited])
    io.set('vm-1', 'vda', 'total_bytes_sec', 1n)
    io.set('vm-2', 'vda', 'read_bytes_sec', 1n)
    const facts = { host: { name: 'Host', samples: [{}] }, guests: [{ name: 'vm1', samples: [sample ?? {}] }] }
    const policy = '(with Guests g (with g.io_tune t { (defvar c t.current) (+ c.total_bytes_sec c.read_bytes_sec) }))'
    const read = () => evaluate(compileProgram([{ name: 'p', text: policy }]), facts).values
    expect(read()).toEqual([[[1n]]])
    io.clear()
    expect(read()).toEqual([[[100n]]])
  })
})
