import { describe, expect, it } from 'vitest'
import { NOON_MS } from '../../../test/fakes/builders.ts'
import { captured, cliBench } from '../../../test/fakes/cli-bench.ts'
import { aGuestReading, aHostReading } from '../../../test/fakes/host-readings.ts'
import { type ExplainRequest, explainPolicy } from './explain-policy.ts'

const bench = cliBench()

const facts = '{"Host": {"free": 10}, "Guests": [{"name": "a", "cur": 100}, {"name": "b", "cur": 300}]}'
const policy = `(if (< Host.free 20)
  (Host.Control "ksm_run" 1)
  (Host.Control "ksm_run" 0))
(with Guests g (g.Control "balloon_target" (/ g.cur 2)))`

function explained(text: string, request: Partial<ExplainRequest> = { factsFile: bench.file('facts.json', facts) }) {
  const { printed, complaints, ...ears } = captured(`${bench.folder}/`)
  const code = explainPolicy([bench.file('a.policy', text)], { compatibility: 'safe', ...ears, ...request })
  return { code, printed, complaints }
}

const withFacts = (over: Partial<ExplainRequest>) =>
  explained(policy, { factsFile: bench.file('facts.json', facts), ...over })

describe('host-policy explain', () => {
  it('prints each control with its expression, and what was read and decided', () => {
    const { code, printed } = withFacts({ vm: 'Host' })
    expect(code).toBe(0)
    expect(printed[0]?.split('\n')).toEqual([
      'Host ksm_run = 1',
      '└─ (Host.Control "ksm_run" 1)  a.policy:2:3',
      '   ├─ Host.free = 10  a.policy:1:8',
      '   └─ (if (< Host.free 20) (Host.Control "ksm_run" 1) (Host.Control "ksm_run" 0)): true, so then  a.policy:1:1',
    ])
  })

  it.each([
    ['everything', {}, ['Host ksm_run = 1', 'a balloon_target = 50', 'b balloon_target = 150']],
    ['one VM', { vm: 'b' }, ['b balloon_target = 150']],
    ['one control', { control: 'ksm_run' }, ['Host ksm_run = 1']],
    ['nothing', { vm: 'a', control: 'ksm_run' }, ['The policy sets no such control here.']],
  ])('can be asked for %s', (_, over, heads) => {
    expect(withFacts(over).printed.map(text => text.split('\n')[0])).toEqual(heads)
  })

  it('explains the last of many samples, with variables of the rounds before', () => {
    const samples = [0, 1, 2].map(at => {
      const atMs = NOON_MS + at * 15_000
      return JSON.stringify({ atMs, host: aHostReading({ takenAtMs: atMs }), guests: [aGuestReading()] })
    })
    const counting = `(defvar before (Host.GetVar "n"))
      (Host.SetVar "n" (+ 1 (if (== before nil) 0 before)))
      (Host.Control "ksm_run" (Host.GetVar "n"))`
    const { code, printed } = explained(counting, { samplesFile: bench.file('samples.jsonl', samples.join('\n')) })
    expect(code).toBe(0)
    expect(printed[0]).toContain('Host ksm_run = 3')
  })

  it('tells a policy that fails in one line', () => {
    expect(explained('(Host.Control "ksm_run" (/ 1 0))')).toEqual({
      code: 1,
      printed: [],
      complaints: [expect.stringMatching(/^a\.policy:1:\d+: /)],
    })
  })

  it.each([
    ['facts and samples', { factsFile: 'x', samplesFile: 'y' }, 'not with both'],
    ['neither', {}, '--samples or with --facts'],
  ])('refuses %s', (_, over, message) => {
    expect(() => explained(policy, over)).toThrow(message)
  })

  it('refuses a VM that is not there', () => {
    expect(() => withFacts({ vm: 'c' })).toThrow('c is not known, or its figures are not whole; there are Host, a, b')
  })
})
