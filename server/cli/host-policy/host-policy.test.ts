import { describe, expect, it } from 'vitest'
import { captured, cliBench } from '../../../test/fakes/cli-bench.ts'
import { CliFailure } from '../outcome.ts'
import { checkPolicies } from './check-policies.ts'
import { evalPolicy } from './eval-policy.ts'

const bench = cliBench()

function evaluated(text: string, facts?: string, compatibility: 'safe' | 'strict' = 'safe') {
  const { printed, complaints, ...ears } = captured(bench.folder)
  const code = evalPolicy([bench.file('a.policy', text)], {
    factsFile: facts === undefined ? undefined : bench.file('facts.json', facts),
    compatibility,
    ...ears,
  })
  return { code, printed, complaints }
}

const facts = '{"Host": {"free": 10}, "Guests": [{"name": "a", "cur": 100}, {"name": "b", "cur": null}]}'

describe('host-policy eval', () => {
  it('prints values and controls as one object', () => {
    const { code, printed } = evaluated(
      '(Host.Control "run" 1) (* 2 Host.free) (with Guests g (g.Control "c" g.cur))',
      facts,
    )
    expect(code).toBe(0)
    expect(printed).toEqual([
      '{"values":[null,20,[null,null]],"controls":{"Host":{"run":1},"Guests":{"a":{"c":100},"b":{"c":null}}}}',
    ])
  })

  it('keeps integers and floats apart, and big integers whole', () => {
    expect(evaluated('(/ 10 2) 12345678901234567890').printed).toEqual([
      '{"values":[5.0,12345678901234567890],"controls":{"Host":{},"Guests":{}}}',
    ])
  })

  it('says which guest was left out', () => {
    const { code, complaints } = evaluated('(with Guests g (* 2 g.cur))', facts)
    expect(code).toBe(0)
    expect(complaints).toEqual(['skipped b: /a.policy:1:16: cannot multiply an integer and nil'])
  })

  it.each([
    ['1\n  (+ 1 x)', '/a.policy:2:8: undefined symbol x on line 2'],
    ['(+ 1 2', '/a.policy:1:1: parse error; this "(" is never closed'],
  ])('tells an error in one line: %j', (text, line) => {
    expect(evaluated(text)).toEqual({ code: 1, printed: [], complaints: [line] })
  })

  it('refuses facts that are none', () => {
    expect(() => evaluated('1', '{"host": 5}')).toThrow(CliFailure)
    expect(() => evaluated('1', '{"Hosts": {}}')).toThrow('"Host" and "Guests", not "Hosts"')
  })
})

describe('host-policy check', () => {
  it('fails for an error, with its line and a caret', () => {
    const { printed, print } = captured(bench.folder)
    const names = [bench.file('1.policy', '(defvar x 1)'), bench.file('2.policy', '(+ x z)')]
    expect(checkPolicies(names, { compatibility: 'safe', print })).toBe(1)
    expect(printed).toEqual([
      'error: /2.policy:1:6: undefined symbol z; did you mean x?\n(+ x z)\n     ^',
      '1 errors, 0 warnings',
    ])
  })
})
