import { describe, expect, it } from 'vitest'
import { compileProgram, type EvaluateOptions, evaluate, type Facts } from './evaluate.ts'
import type { Compatibility } from './scan.ts'

const facts: Facts = {
  host: { name: 'Host', samples: [{ mem_free: 100n }, { mem_free: 200n }] },
  guests: [
    { name: 'sound', samples: [{ cur: 1000n }] },
    { name: 'bad', samples: [{ cur: null }] },
    { name: 'last', samples: [{ cur: 3000n }] },
  ],
}

const run = (text: string, compatibility: Compatibility = 'safe', options: EvaluateOptions = {}) =>
  evaluate(compileProgram([{ name: 'p', text }], { compatibility }), facts, options)

describe('a guest for which a policy fails', () => {
  const policy = `(defvar seen 0)
(with Guests vm { (set seen (+ seen 1)) (vm.Control "early" 1) (Host.Control "touched" vm.cur) (vm.Control "target" (* 2 vm.cur)) })
seen`

  it('has no controls and leaves nothing behind; the others have theirs', () => {
    const { values, guests, host, skipped } = run(policy)
    expect(guests.map(({ controls }) => controls)).toEqual([
      { early: 1n, target: 2000n },
      {},
      { early: 1n, target: 6000n },
    ])
    expect(host.controls).toEqual({ touched: 3000n })
    expect(values).toEqual([0n, [null, null, null], 2n])
    expect(skipped.map(({ name, because }) => [name, because.message])).toEqual([
      ['bad', 'cannot multiply an integer and nil'],
    ])
  })

  it('ends the evaluation in strict', () => {
    expect(() => run(policy, 'strict')).toThrow('cannot multiply')
  })

  it('ends it in safe too when a limit was reached', () => {
    expect(() => run('(def f () (f)) (with Guests vm (f))')).toThrow('nested deeper')
  })
})

describe('hosts and guests', () => {
  it('tell averages, controls and variables', () => {
    const text =
      '(Host.StatAvg "mem_free") (Host.Stat "mem_free") (Host.Control "k" 5) (Host.GetControl "k") (Host.SetVar "v" 1) (Host.GetVar "v") (Host.GetVar "w")'
    expect(run(text).values).toEqual([150, 200n, null, 5n, null, 1n, null])
  })

  it.each([
    ['(Host.Stat "nosuch")', "Field 'nosuch' is not declared in any collector."],
    ['(Host.Prop "nosuch")', "Host has no property 'nosuch'"],
    ['(Host.Stat)', 'Host.Stat takes 1 to 2 operands, not 0'],
    ['(Host.Control 5 1)', 'the name of a control is a text, not an integer'],
    ['Host.constructor', 'undefined symbol Host.constructor on line 1'],
    ['Host.__proto__', 'undefined symbol Host.__proto__ on line 1'],
  ])('refuse %s', (text, message) => {
    expect(() => run(text)).toThrow(message)
  })
})

describe('a trace', () => {
  it('keeps for each control what was read and decided before it', () => {
    const { traces } = run(
      '(with Guests vm (if (valid vm.cur) (if (> vm.cur 2000) (vm.Control "t" vm.cur) 0) 0))',
      'safe',
      {
        trace: true,
      },
    )
    expect(traces).toHaveLength(1)
    const [{ entity, control, value, steps } = { entity: '', control: '', value: null, steps: [] }] = traces
    expect({ entity, control, value }).toEqual({ entity: 'last', control: 't', value: 3000n })
    expect(
      steps.map(step => (step.kind === 'branch' ? step.taken : step.kind === 'read' ? step.name : step.kind)),
    ).toEqual(['each', 'vm.cur', 'then', 'vm.cur', 'then', 'vm.cur'])
  })
})
