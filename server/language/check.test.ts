import { describe, expect, it } from 'vitest'
import { checkProgram } from './check.ts'
import { describeError } from './describe-error.ts'
import { joinFiles } from './source.ts'

const check = (...texts: string[]) => {
  const files = texts.map((text, at) => ({ name: `${at}.policy`, text }))
  return checkProgram(files).map(({ level, problem }) => `${level}: ${describeError(problem, joinFiles(files))}`)
}

const rows: readonly (readonly [text: string, finding: string])[] = [
  [
    '(defvar pressure 1) presure',
    'error: 0.policy:1:21: undefined symbol presure; did you mean pressure?\n(defvar pressure 1) presure\n                    ^',
  ],
  ['(mim 1 2)', 'error: 0.policy:1:2: unknown function mim; did you mean min?\n(mim 1 2)\n ^'],
  ['\n (not 1 2)', 'error: 0.policy:2:3: not takes 1 operands, not 2\n (not 1 2)\n  ^'],
  ['(def f (a) a) (f)', 'error: 0.policy:1:16: f takes 1 operands, not 0\n(def f (a) a) (f)\n               ^'],
  ['(def min (a) a)', 'warning: 0.policy:1:6: min is built in: this definition is never used\n(def min (a) a)\n     ^'],
  ['(set x 1)', 'error: 0.policy:1:6: undefined symbol x; (defvar x …) makes it\n(set x 1)\n     ^'],
  [
    '(Host.Controll "a" 1)',
    'error: 0.policy:1:2: Host has no function Controll; did you mean Control?\n(Host.Controll "a" 1)\n ^',
  ],
  [
    '(with Guests vm (with vm.io_tune d (d.setTotalBytes d)))',
    'error: 0.policy:1:37: d has no function setTotalBytes; did you mean setTotalBytesSec?\n(with Guests vm (with vm.io_tune d (d.setTotalBytes d)))\n                                    ^',
  ],
  [
    '(and (valid Host.a) (< Host.a 3))',
    'warning: 0.policy:1:21: and evaluates every operand: Host.a may be nil in the next; nest (if … … 0) instead\n(and (valid Host.a) (< Host.a 3))\n                    ^',
  ],
  ['(+ 1 2', 'error: 0.policy:1:1: parse error; this "(" is never closed\n(+ 1 2\n^'],
  ['1 = 2', 'error: 0.policy:1:3: "=" has no meaning here; did you mean ==?\n1 = 2\n  ^'],
] // prettier-ignore

describe('the checker', () => {
  it('finds controls that nothing reads, where it knows which are read', () => {
    const files = [{ name: 'a', text: '(with Guests vm (vm.Control "baloon_target" 1)) (Host.Control "other" 1)' }]
    const controls = ['balloon_target']
    expect(
      checkProgram(files, { controls }).map(({ level, problem: { span, suggestion } }) => [
        level,
        span?.start,
        suggestion,
      ]),
    ).toEqual([
      ['warning', 28, 'did you mean balloon_target?'],
      ['warning', 62, 'there are balloon_target'],
    ])
    expect(checkProgram(files)).toEqual([])
    const right = { name: 'a', text: '(Host.Control "balloon_target" 1) (defvar n "x") (Host.Control n 1)' }
    expect(checkProgram([right], { controls })).toEqual([])
  })

  it.each(rows)('finds what is wrong in %s', (text, finding) => {
    expect(check(text)).toEqual([finding])
  })

  it('takes several files as one program, and tells the right one', () => {
    expect(check('(defvar x 1)', '(+ x 1)\n\n  (+ y 1)')).toEqual([
      'error: 1.policy:3:6: undefined symbol y; did you mean x?\n  (+ y 1)\n     ^',
    ])
  })

  it('has nothing to say of a sound policy', () => {
    expect(
      check('(def f (vm) { (defvar q vm.cur) (let ((r q)) (+ q r)) }) (with Guests vm (if (valid vm.cur) (f vm) 0))'),
    ).toEqual([])
    expect(check('(with Guests vm (with vm.io_tune disk (disk.setReadIopsSec disk.maximum.read_iops_sec)))')).toEqual(
      [],
    )
  })
})
