import { describe, expect, it } from 'vitest'
import { reason } from '../../../shared/policy/reason.ts'
import type { HostKnobs } from './carry-out.ts'
import { createKnobRounds, type DueChange, type FoundNotes, type KnobRoundAsked } from './knob-round.ts'

const vmIds = new Set(['a', 'b'])
const because = reason('held-for-the-test', 'Held for the test.')

const pin = (vmId: string, cpu: number, mode: DueChange['mode'] = 'enforce'): DueChange => ({
  by: 'pinning',
  mode,
  because: [],
  reason: reason('test', 'For the test.'),
  change: { knob: 'pins', vmId, vmName: vmId, from: [{ vcpu: 0, cpuIds: [0, 1] }], to: [{ vcpu: 0, cpuIds: [cpu] }] },
})
const leave: DueChange = {
  ...{ by: 'arbiter', mode: 'enforce', because: [] },
  change: { knob: 'request', vmId: 'a', vmName: 'a', request: 'migrate', because: 'x' },
}

/** One host in memory; what happens there, in order. */
function aHost() {
  const happened: string[] = []
  const failing = new Set<string>()
  const fails = (what: string) => {
    happened.push(what)
    if (failing.has(what)) throw Object.assign(new Error(`${what} failed`), { code: 'host-refused' })
  }
  const call = async (what: string) => fails(what)
  const knobs: HostKnobs = {
    setBalloonTarget: vmId => call(`balloon ${vmId}`),
    setKsm: () => call('ksm'),
    setCpuTune: vmId => call(`cpu ${vmId}`),
    setIoTune: vmId => call(`io ${vmId}`),
    pinVcpus: vmId => call(`pins ${vmId}`),
  }
  const found: FoundNotes = {
    willChange: async changes => fails(`will ${changes.length}`),
    made: async changes => fails(`made ${changes.length}`),
  }
  let nowMs = 0
  let ids = 0
  const rounds = createKnobRounds({ now: () => nowMs, newId: () => `${ids++}` })
  return {
    happened,
    failing,
    pass: (ms: number) => {
      nowMs += ms
    },
    round: (asked: Partial<KnobRoundAsked>) =>
      rounds.carryOut(
        {
          ...{ due: [], held: [], knobs, found, signal: new AbortController().signal },
          handOn: async ({ vmName }) => {
            happened.push(`ask ${vmName}`)
            return undefined
          },
          ...asked,
        },
        vmIds,
      ),
  }
}

const outcomes = (decisions: Awaited<ReturnType<ReturnType<typeof aHost>['round']>>) =>
  decisions.map(({ outcome, problem }) => (problem === undefined ? outcome : `${outcome} ${problem.code}`))

describe('a round of knobs', () => {
  it('writes down how all is found, then changes it, then that it was made', async () => {
    const host = aHost()
    expect(outcomes(await host.round({ due: [pin('a', 0), pin('b', 1)] }))).toEqual(['made', 'made'])
    expect(host.happened).toEqual(['will 2', 'pins a', 'pins b', 'made 2'])
  })

  it('calls nothing at all, and asks nobody, when that cannot be written down', async () => {
    const host = aHost()
    host.failing.add('will 2')
    const decisions = await host.round({ due: [pin('a', 0), leave] })
    expect(outcomes(decisions)).toEqual(['failed not-recorded', 'failed not-recorded'])
    expect(decisions[0]?.problem?.message).toMatch(/^Nothing was changed.*will 2 failed$/)
    expect(host.happened).toEqual(['will 2'])
  })

  it('notes as made only what was, and outlives that this cannot be noted', async () => {
    const host = aHost()
    host.failing.add('pins a').add('made 1')
    expect(outcomes(await host.round({ due: [pin('a', 0), pin('b', 0)] }))).toEqual(
      expect.arrayContaining(['failed host-refused', 'made']),
    )
    expect(host.happened.at(-1)).toBe('made 1')
  })

  it('leaves a knob that failed alone for a while, but for the last round', async () => {
    const host = aHost()
    host.failing.add('pins a')
    await host.round({ due: [pin('a', 0)] })
    expect(await host.round({ due: [pin('a', 0)] })).toEqual([])
    expect(outcomes(await host.round({ due: [pin('a', 0)], isLast: true }))).toEqual(['failed host-refused'])
    host.failing.clear()
    host.pass(60_001)
    expect(outcomes(await host.round({ due: [pin('a', 0)] }))).toEqual(['made'])
  })

  it('begins nothing more once it was ended', async () => {
    const host = aHost()
    expect(await host.round({ due: [pin('a', 0)], signal: AbortSignal.abort() })).toEqual([])
    expect(host.happened).toEqual(['will 1'])
  })

  it('shows a wish of a dry run once, and again when it is another', async () => {
    const host = aHost()
    expect(outcomes(await host.round({ due: [pin('a', 0, 'dry-run')] }))).toEqual(['would-make'])
    expect(await host.round({ due: [pin('a', 0, 'dry-run')] })).toEqual([])
    expect(outcomes(await host.round({ due: [pin('a', 1, 'dry-run')] }))).toEqual(['would-make'])
    expect(host.happened).toEqual([])
  })

  it('tells once that something is held back, whatever its figures, and again after it was let', async () => {
    const host = aHost()
    const held = (cpu: number) => [{ change: pin('a', cpu), because }]
    expect(outcomes(await host.round({ held: held(0) }))).toEqual(['held held-for-the-test'])
    expect(await host.round({ held: held(1) })).toEqual([])
    await host.round({})
    expect(outcomes(await host.round({ held: held(1) }))).toEqual(['held held-for-the-test'])
    expect(host.happened).toEqual([])
  })
})
