/**
 * Cycles per second of the built-in policies over 200 guests, beside MOM's own evaluator in the same run when its source is given:
 * `node test/bench/policy-language.ts [--peer DIR] [--guests 200] [--seconds 5] [--json]`.
 */
import { parseArgs } from 'node:util'
import { compileProgram, evaluate } from '../../server/language/evaluate.ts'
import { parseFacts } from '../../server/language/parse-facts.ts'
import { readPolicySet } from '../../server/tuning/policies/default-policies.ts'
import { momCyclesPerSecond } from '../fakes/mom/ask-mom.ts'
import { printRow } from './arguments.ts'

/** As one text, which both evaluators are given. */
const policy = readPolicySet('default')
  .map(({ text }) => text)
  .join('\n')

function factsText(guests: number): string {
  const guest = (at: number) => ({
    name: `vm-${at}`,
    samples: Array.from({ length: 10 }, (_, row) => ({
      balloon_cur: 4_000_000,
      balloon_min: 1_048_576,
      balloon_max: 4_194_304,
      mem_unused: 1_000_000 + at + row,
      vcpu_quota: -1,
      vcpu_period: 100_000,
      vcpu_user_limit: at % 2 === 0 ? 100 : 50,
      vcpu_count: 2,
      io_tune: null,
    })),
  })
  const sample = {
    ...{ mem_free: 1_600_000, mem_available: 16_777_216, cpu_count: 64 },
    ...{ ksm_run: 1, ksm_pages_shared: 10, ksm_pages_to_scan: 100, ksm_shareable: 9_000_000 },
    ...{ ksm_sleep_millisecs: 10, ksm_merge_across_nodes: 1 },
  }
  const host = { samples: Array.from({ length: 10 }, () => sample) }
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
