import { describe, expect, it } from 'vitest'
import { NOON_MS } from '../../../test/fakes/builders.ts'
import { captured, cliBench } from '../../../test/fakes/cli-bench.ts'
import { aGuestReading, aHostReading } from '../../../test/fakes/host-readings.ts'
import { controllerNames } from '../../tuning/knobs/controllers.ts'
import { CliFailure } from '../outcome.ts'
import { type ReplayRequest, replayPolicy } from './replay-policy.ts'

const bench = cliBench()

const aSample = (at: number) => ({
  atMs: NOON_MS + at * 15_000,
  host: aHostReading({ takenAtMs: NOON_MS + at * 15_000 }),
  guests: [aGuestReading(), aGuestReading({ id: 'off', name: 'vm2', state: 'off' })],
})
const samples = (...of: object[]) => of.map(sample => JSON.stringify(sample)).join('\n')

async function replayed(policy: string, lines: string, over: Partial<ReplayRequest> = {}) {
  const { printed, print } = captured(bench.folder)
  const code = await replayPolicy([bench.file('a.policy', policy)], {
    samplesFile: bench.file('samples.jsonl', lines),
    controllers: controllerNames,
    compatibility: 'safe',
    json: false,
    print,
    ...over,
  })
  return { code, printed }
}

const halve = '(with Guests g (g.Control "balloon_target" (/ g.balloon_cur 2)))'

describe('host-policy replay', () => {
  it('says once what would change, and who was left out', async () => {
    const { code, printed } = await replayed(halve, samples(aSample(0), aSample(1)))
    expect(code).toBe(0)
    expect(printed).toEqual([
      expect.stringMatching(/^\S+Z ok\n {2}balloon of vm1: 3145728 → 1572864 KiB\n {2}skipped vm2: .+$/),
      expect.stringMatching(/^\S+Z ok\n {2}skipped vm2: .+$/),
      '2 rounds, 1 changes, 0 failed',
    ])
  })

  it('fails when a round does, and goes on', async () => {
    const { code, printed } = await replayed('(Host.Control "ksm_run" (/ 1 0))', samples(aSample(0), aSample(1)))
    expect(code).toBe(1)
    expect(printed[0]).toContain(' failed\n  ')
    expect(printed[0]).toContain('/a.policy:1:')
    expect(printed.at(-1)).toBe('2 rounds, 0 changes, 2 failed')
  })

  it('prints rounds and decisions as JSON, one line each', async () => {
    const { printed } = await replayed(halve, samples(aSample(0)), { json: true })
    expect(printed.map(line => JSON.parse(line))).toMatchObject([
      { round: { outcome: 'ok' }, decisions: [{ outcome: 'would-make', change: { knob: 'balloon', vmName: 'vm1' } }] },
    ])
  })

  it('leaves out what its controllers do not look at', async () => {
    const { printed } = await replayed(halve, samples(aSample(0)), { controllers: ['KSM'] })
    expect(printed.at(-1)).toBe('1 rounds, 0 changes, 0 failed')
  })

  it.each([
    ['no JSON', '{', /samples.jsonl:1: no JSON/],
    ['a bad field', `\n${samples({ ...aSample(0), atMs: 'noon' })}`, /samples.jsonl:2: atMs: /],
    [
      'a bad field of a guest',
      samples(aSample(0), { ...aSample(1), guests: [{ ...aGuestReading(), vcpuCount: -1 }] }),
      /samples.jsonl:2: guests.0.vcpuCount: /,
    ],
    ['nothing', '\n', /there is no sample in it/],
  ])('names the line and the field of %s', async (_, lines, message) => {
    const replaying = replayed(halve, lines)
    await expect(replaying).rejects.toThrow(CliFailure)
    await expect(replaying).rejects.toThrow(message)
  })
})
