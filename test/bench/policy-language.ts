/**
 * Cycles per second of a policy over 200 guests, beside MOM's own evaluator in the same run when its source is given:
 * `node test/bench/policy-language.ts [--peer DIR] [--guests 200] [--seconds 5] [--json]`.
 */
import { parseArgs } from 'node:util'
import { compileProgram, evaluate } from '../../server/language/evaluate.ts'
import { parseFacts } from '../../server/language/parse-facts.ts'
import { momCyclesPerSecond } from '../fakes/mom/ask-mom.ts'
import { printRow } from './arguments.ts'

const policy = `
(defvar pressure 0.20)
(defvar host_free (/ (Host.StatAvg "mem_free") Host.mem_available))
(def floor_of (vm) {
    (defvar used (- (vm.StatAvg "balloon_cur") (vm.StatAvg "mem_unused")))
    (max vm.balloon_min (+ used (* pressure vm.balloon_cur)))
})
(def big_enough (vm goal) (> (abs (- goal vm.balloon_cur)) (* 0.0025 vm.balloon_cur)))
(def shrink (vm) {
    (defvar goal (max (* 0.95 vm.balloon_cur) (floor_of vm)))
    (if (and (<= goal vm.balloon_cur) (big_enough vm goal)) (vm.Control "balloon_target" goal) 0)
})
(with Guests vm (if (< host_free pressure) (shrink vm) 0))
`

function factsText(guests: number): string {
  const guest = (at: number) => ({
    name: `vm-${at}`,
    samples: Array.from({ length: 10 }, (_, row) => ({
      balloon_cur: 4_000_000,
      balloon_min: 1_048_576,
      balloon_max: 4_194_304,
      mem_unused: 1_000_000 + at + row,
    })),
  })
  const host = { samples: Array.from({ length: 10 }, () => ({ mem_free: 1_600_000, mem_available: 16_777_216 })) }
  return JSON.stringify({ Host: host, Guests: Array.from({ length: guests }, (_, at) => guest(at)) })
}

const { values } = parseArgs({
  options: {
    peer: { type: 'string' },
    guests: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
})
const text = factsText(Number(values.guests))
const program = compileProgram([{ name: 'policy', text: policy }])
const facts = parseFacts(text)
const deadlineMs = Number(values.seconds) * 1000
const begun = performance.now()
let cycles = 0
while (performance.now() - begun < deadlineMs) {
  evaluate(program, facts)
  cycles += 1
}
const perSecond = (cycles * 1000) / (performance.now() - begun)
const theirs =
  values.peer === undefined
    ? undefined
    : momCyclesPerSecond(values.peer, { text: policy, facts: text }, Number(values.seconds))
const row = {
  bench: 'policy-language',
  guests: Number(values.guests),
  cyclesPerSecond: Number(perSecond.toPrecision(4)),
  ...(theirs !== undefined && {
    mom: Number(theirs.toPrecision(4)),
    times: Number((perSecond / theirs).toPrecision(4)),
  }),
}
printRow(row, values.json)
