import { describe, expect, it } from 'vitest'
import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import type { KnobDecision } from '../../shared/plan/knob-decision.ts'
import { NOON_MS } from '../../test/fakes/builders.ts'
import { aGuestReading, aHostReading } from '../../test/fakes/host-readings.ts'
import { compileProgram } from '../language/evaluate.ts'
import { collectorsOf } from './collectors/collectors-of.ts'
import { createFactSource } from './collectors/fact-source.ts'
import { createIoDraft } from './collectors/io-draft.ts'
import { type ActiveMode, createHostTuner, policyRound } from './host-tuner.ts'
import type { HostKnobs } from './knobs/carry-out.ts'
import { controllerNames } from './knobs/controllers.ts'

const GIB = 1_048_576
const collectors = collectorsOf(['HostMemory', 'HostKSMOptional', 'GuestMemoryOptional', 'GuestBalloonOptional'])
const guest = (name: string, over: Partial<GuestReading> = {}) => aGuestReading({ id: `id-${name}`, name, ...over })
const shrink = '(with Guests vm (vm.Control "balloon_target" (- vm.balloon_cur 102400)))'

/** One host in memory: what is set on it is noted, and its readings are handed in by hand. */
function aTuner() {
  const io = createIoDraft()
  const facts = createFactSource({ ...collectors, historyLength: 10, intervalS: 15, io })
  let nowMs = NOON_MS
  let ids = 0
  const calls: string[] = []
  const failing = new Set<string>()
  const call = async (text: string, key: string) => {
    calls.push(text)
    if (failing.has(key)) throw Object.assign(new Error('gone'), { code: 'host-no-such-vm' })
  }
  const knobs: HostKnobs = {
    setBalloonTarget: (vmId, targetKiB) => call(`balloon ${vmId} ${targetKiB}`, vmId),
    setKsm: tune => call(`ksm ${JSON.stringify(tune)}`, 'ksm'),
    setCpuTune: vmId => call(`cpu ${vmId}`, vmId),
    setIoTune: vmId => call(`io ${vmId}`, vmId),
    pinVcpus: vmId => call(`pins ${vmId}`, vmId),
  }
  const tuner = createHostTuner({ facts, io, controllers: controllerNames, now: () => nowMs, newId: () => `d${ids++}` })
  return {
    calls,
    failing,
    async round(
      policy: string,
      guests: readonly GuestReading[],
      mode: ActiveMode = 'enforce',
      host: Partial<HostReading> = {},
    ) {
      nowMs += 15_000
      facts.takeGuests(guests, nowMs)
      facts.takeHost(aHostReading({ takenAtMs: nowMs, ...host }), nowMs)
      return policyRound(tuner, {
        program: compileProgram([{ name: 'test', text: policy }]),
        mode,
        knobs,
        handOn: async ({ request }) => (request === 'migrate' ? undefined : { code: 'not-allowed', message: 'no' }),
        signal: new AbortController().signal,
      })
    },
  }
}

const summary = (decisions: readonly KnobDecision[]) =>
  decisions.map(({ change, outcome }) => `${change.knob} ${'vmName' in change ? change.vmName : ''} ${outcome}`)

describe('a round on a host', () => {
  it('sets what the policy wants, and says why', async () => {
    const host = aTuner()
    const { round, decisions } = await host.round(shrink, [guest('a')])
    expect(host.calls).toEqual([`balloon id-a ${3 * GIB - 102_400}`])
    expect(round).toMatchObject({ outcome: 'ok', skipped: [] })
    const [because] = decisions[0]?.because ?? []
    expect(because).toMatchObject({ control: 'balloon_target', file: 'test', line: 1 })
    expect(because?.steps.map(({ text, value }) => `${text}=${value}`)).toContain(`vm.balloon_cur=${3 * GIB}`)
  })

  it('sets nothing in a dry run, and wants the very same', async () => {
    const [dry, real] = [aTuner(), aTuner()]
    const shown = await dry.round(shrink, [guest('a'), guest('b')], 'dry-run')
    const made = await real.round(shrink, [guest('a'), guest('b')])
    expect(dry.calls).toEqual([])
    expect(shown.decisions.map(({ change }) => change)).toEqual(made.decisions.map(({ change }) => change))
    expect(shown.decisions.every(({ outcome }) => outcome === 'would-make')).toBe(true)
  })

  it('tells one wish of a dry run once', async () => {
    const host = aTuner()
    const policy = `${shrink} (Host.Control "ksm_pages_to_scan" 900)`
    await host.round(policy, [guest('a')], 'dry-run')
    expect((await host.round(policy, [guest('a')], 'dry-run')).decisions).toEqual([])
  })

  it('does not ask twice for what is on its way', async () => {
    const host = aTuner()
    await host.round(shrink, [guest('a')])
    await host.round(shrink, [guest('a')])
    expect(host.calls).toHaveLength(1)
  })

  it('goes on with the others when one guest has no balloon, or vanishes', async () => {
    const host = aTuner()
    const { balloon: _, ...bare } = guest('bare')
    host.failing.add('id-gone')
    const { round, decisions } = await host.round(shrink, [bare, guest('gone'), guest('well')])
    expect(summary(decisions).toSorted()).toEqual(['balloon gone failed', 'balloon well made'])
    expect(round.outcome).toBe('ok')
    expect(round.skipped.map(({ vmName, code }) => `${vmName} ${code}`)).toEqual(['bare type'])
  })

  it('leaves a knob alone for a while after it failed, and that one only', async () => {
    const host = aTuner()
    host.failing.add('id-a')
    await host.round(shrink, [guest('a')])
    const { decisions } = await host.round(shrink, [guest('a'), guest('b')])
    expect(summary(decisions)).toEqual(['balloon b made'])
  })

  it('sets nothing at all where the policy fails for the host', async () => {
    const host = aTuner()
    const { round } = await host.round(`${shrink} (/ 1 0)`, [guest('a')])
    expect(round).toMatchObject({ outcome: 'failed', problem: { code: 'division-by-zero' } })
    expect(host.calls).toEqual([])
  })

  it('asks no more than one VM to stop, and never stops one itself', async () => {
    const host = aTuner()
    const policy = '(with Guests vm (vm.Control "power_request" "suspend"))'
    const { decisions } = await host.round(policy, [guest('a'), guest('b')])
    expect(summary(decisions)).toEqual(['request a refused'])
    expect(host.calls).toEqual([])
  })

  it('keeps what a policy remembers, but for an evaluation that failed', async () => {
    const host = aTuner()
    const count = '(Host.SetVar "n" (+ 1 (if (valid (Host.GetVar "n")) (Host.GetVar "n") 0)))'
    await host.round(count, [])
    await host.round(`${count} (/ 1 0)`, [])
    const policy = `${count} (with Guests vm (vm.Control "balloon_target" (* 1048576 (Host.GetVar "n"))))`
    await host.round(policy, [guest('a')])
    expect(host.calls).toEqual([`balloon id-a ${2 * GIB}`])
  })

  it('never goes below the guarantee, whatever the policy says', async () => {
    const host = aTuner()
    const { decisions } = await host.round('(with Guests vm (vm.Control "balloon_target" 1))', [guest('a')])
    expect(decisions[0]?.change).toMatchObject({ toKiB: GIB, limits: [{ by: 'guarantee', wanted: '1' }] })
  })
})
