/** Policies and facts by seed: mostly meaningful, some with a slip, some of odd tokens. */
import type { Value } from '../../../server/language/value.ts'
import { createRandom } from '../../../server/planner/search/random.ts'
import { factsJson, type Question } from './ask-mom.ts'

type Dice = Readonly<{
  pick: <T>(from: readonly T[]) => T
  chance: (of: number) => boolean
  upTo: (most: number) => number
}>

const variables = ['a', 'b', 'c', 'free', 'x-1', 'min_free']
const functions = ['f', 'g', 'squeeze', 'h.i']
const fields = ['mem_free', 'mem_available', 'balloon_cur', 'balloon_max', 'sla_class', 'absent']
const odd = [
  '()',
  '{}',
  '+',
  '0o19',
  '10e',
  '007',
  '1.',
  '@',
  '"open',
  '[1',
  ')',
  '(1 2)',
  '((f) 1)',
  'nil.x',
  '=',
  '(let x 1)',
  '(let ((a)) 1)',
  '(set nil 3)',
  '#',
  '\u00e9',
  '-',
  '--5',
  '0x',
  '1-2',
  '12abc',
  '(null)',
  '(valid)',
  '(or)',
  '(eval)',
  '(def f x 1)',
  '(debug)',
  '\u00a0',
  '\ufeff',
  '\u2003',
  '(with "ab" c c)',
] // prettier-ignore

export function generateQuestions(count: number, seed: number): Question[] {
  const random = createRandom(seed)
  const dice: Dice = {
    pick: from => from[random.below(from.length)] as (typeof from)[number],
    chance: of => random.next() < of,
    upTo: most => random.below(most + 1),
  }
  return Array.from({ length: count }, () => ({ text: programText(dice), facts: factsText(dice) }))
}

function programText(dice: Dice): string {
  if (dice.chance(0.7)) return soundProgram(dice)
  const lines = Array.from({ length: 1 + dice.upTo(6) }, () => {
    const line = expression(dice, 4)
    return dice.chance(0.15) ? `${line} # note (\n` : line
  })
  if (dice.chance(0.7)) lines.unshift('(defvar a 7)', '(defvar b 2.5)', '(defvar free (Host.StatAvg "mem_free"))')
  if (dice.chance(0.5)) lines.unshift('(def f (x) (+ x 1))', '(def g (a b) (- a b))')
  return lines.join(dice.pick(['\n', ' ', '\n\n', '\t\r\n']))
}

/** Numbers and what is made of them, so that most of these have values. */
function soundProgram(dice: Dice): string {
  const lines = Array.from({ length: 1 + dice.upTo(4) }, () => {
    if (dice.chance(0.3)) return `(with Guests vm ${soundNumber(dice, 3, true)})`
    if (dice.chance(0.3)) return `(def ${dice.pick(['f', 'g'])} (a b) ${soundNumber(dice, 2, false)})`
    return soundNumber(dice, 4, false)
  })
  return ['(defvar a 7) (defvar b 2.5)', '(def f (a b) (- a b)) (def g (x y) (* x (f y x)))', ...lines].join('\n')
}

function soundNumber(dice: Dice, depth: number, isInGuest: boolean): string {
  const inner = () => soundNumber(dice, depth - 1, isInGuest)
  const entity = isInGuest && dice.chance(0.7) ? 'vm' : 'Host'
  const text = () => dice.pick(['"gold"', "'x'", `(+ "a" "b")`, `(* 2 "ab")`, 'nil', `(${entity}.GetControl "k1")`])
  if (depth === 0)
    return dice.pick(
      ['a', 'b', '3', '0x1F', '-2', '.5', '1e3', '99999999999', `(${entity}.Prop "name")`].slice(
        0,
        dice.chance(0.05) ? 9 : 8,
      ),
    )
  switch (dice.upTo(13)) {
    case 0:
    case 1:
      return `(${dice.pick(['+', '-', '*', 'add'])} ${inner()} ${inner()})`
    case 2:
      return `(/ ${inner()} ${dice.pick(['2', '3.5', '(+ 1 (abs a))', '99999999999'])})`
    case 3:
      return `(${dice.pick(['<', '>', '<=', '>=', '==', '!='])} ${inner()} ${inner()})`
    case 4:
      return `(${dice.pick(['and', 'or', 'min', 'max', 'valid', 'debug', 'null'])} ${inner()} ${inner()} ${inner()})`
    case 5:
      return `(if ${dice.chance(0.3) ? text() : inner()} ${inner()} ${inner()})`
    case 6:
      return `(${dice.pick(['set a', 'setq b', 'defvar c', 'defvar a', 'not', 'abs'])} ${inner()})`
    case 7:
      return `(let ((a ${inner()}) (d ${inner()})) ${inner()} (+ a d))`
    case 8:
      return `(${dice.pick(['f', 'g'])} ${inner()} ${inner()})`
    case 9:
      return `{ (${entity}.${dice.pick(['Control', 'SetVar'])} "${dice.pick(['k1', 'k2'])}" ${dice.chance(0.3) ? text() : inner()}) ${inner()} }`
    case 10:
      return `(${dice.pick(['valid', 'null', '== 1', '!= nil', 'not'])} ${text()})`
    case 11:
      return `(${dice.pick(['<<', '>>'])} ${dice.pick(['5', '-9', '(> a 1)', '99999999999'])} ${dice.upTo(40)})`
    case 12:
      return dice.chance(0.3) ? `(${entity}.StatAvg "mem_free")` : 'a'
    default:
      return dice.chance(0.1) ? `${entity}.mem_available` : `{ ${inner()} ${inner()} }`
  }
}

function expression(dice: Dice, depth: number): string {
  if (dice.chance(0.015)) return dice.pick(odd)
  if (depth === 0 || dice.chance(0.15)) return atom(dice)
  const inner = () => expression(dice, depth - 1)
  const some = (least: number) => Array.from({ length: least + dice.upTo(2) }, inner).join(' ')
  const name = dice.pick(variables)
  switch (dice.upTo(17)) {
    case 0:
    case 1:
    case 2:
      return `(${dice.pick(['+', '-', '*', '/', '+', '-', 'add', 'mul'])} ${inner()} ${inner()})`
    case 3:
    case 4:
      return `(${dice.pick(['<', '>', '<=', '>=', '==', '!='])} ${inner()} ${inner()})`
    case 5:
      return `(${dice.pick(['and', 'or', 'min', 'max', 'null', 'valid', 'debug'])} ${some(1)})`
    case 6:
      return `(${dice.pick(['not', 'abs'])} ${inner()})`
    case 7:
    case 8:
      return `(if ${inner()} ${inner()} ${inner()})`
    case 9:
      return `(defvar ${dice.chance(0.02) ? dice.pick(['min', 'add', 'if', 'let', 'abs', 'f']) : name} ${inner()})`
    case 10:
      return `(${dice.pick(['set', 'setq'])} ${name} ${inner()})`
    case 11:
      return `(let ((${name} ${inner()}) (${dice.pick(variables)} ${inner()})) ${some(1)})`
    case 12:
      return `(with Guests ${dice.pick(['vm', 'a', 'Host'])} ${inner()})`
    case 13:
      return `(${dice.pick(['def', 'defun'])} ${dice.pick(functions)} (${dice.pick(['', 'a', 'a b', 'x b'])}) ${inner()})`
    case 14:
      return `(${dice.pick(functions)} ${some(0)})`
    case 15:
      return `(${dice.pick(['Host', 'vm'])}.${dice.pick(['Control', 'SetVar'])} "${dice.pick(['k1', 'k2'])}" ${inner()})`
    case 16:
      return `(${dice.pick(['<<', '>>'])} ${inner()} ${dice.upTo(9)})`
    default:
      return dice.chance(0.5) ? `{ ${some(1)} }` : `[${dice.pick(['+', '-'])} ${inner()} ${inner()}]`
  }
}

function atom(dice: Dice): string {
  const entity = dice.pick(['Host', 'vm', 'vm'])
  switch (dice.upTo(9)) {
    case 0:
    case 1:
      return dice.pick(['0', '1', '2', '-3', '10', '4194304', '99999999999', '-0', '0x1F', '0o17'])
    case 2:
      return dice.pick(['0.5', '.25', '-1.5', '1e3', '2.5e-2', '00.5', '1e400', '0.0', '10E+2'])
    case 3:
      return dice.pick(['"gold"', "'vapor'", '""', '"two\nlines"', String.raw`"q\"q"`, '"é"'])
    case 4:
      return dice.pick(['nil', 'Host', 'Guests'])
    case 5:
      return `${entity}.${dice.pick(fields)}`
    case 6:
      return `(${entity}.${dice.pick(['Stat', 'StatAvg', 'GetControl', 'GetVar'])} "${dice.pick([...fields, 'k1'])}")`
    case 7:
      return `(${entity}.${dice.pick(['Prop', 'Stat'])} ${dice.pick(['"name"', '"pid"', '"mem_free" 5', '5', ''])})`
    default:
      return dice.pick(variables)
  }
}

function factsText(dice: Dice): string {
  const number = (): Value =>
    dice.pick<Value>([null, 0n, BigInt(dice.upTo(1_000_000)), BigInt(dice.upTo(4_194_304)), dice.upTo(1000) / 1000])
  const samples = () =>
    factsJson(
      Array.from({ length: dice.upTo(3) }, () => ({
        mem_free: number(),
        mem_available: 16_777_216n,
        balloon_cur: number(),
        balloon_max: 4_194_304n,
        sla_class: dice.pick<Value>(['gold', 'vapor', null]),
      })),
    )
  const guests = Array.from({ length: dice.upTo(3) }, (_, at) => `{"name":"vm-${at}","samples":${samples()}}`)
  return `{"Host":{"samples":${samples()}},"Guests":[${guests.join(',')}]}`
}
