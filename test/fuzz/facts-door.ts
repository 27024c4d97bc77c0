/** Facts and snapshots that somebody wrote into a file, and policies that read them. */
import fc from 'fast-check'
import { compileProgram, evaluate } from '../../server/language/evaluate.ts'
import { LanguageError } from '../../server/language/language-error.ts'
import { defaultLimits } from '../../server/language/limits.ts'
import { FactsError, parseFacts } from '../../server/language/parse-facts.ts'
import { parseSnapshot } from '../../shared/model/snapshot-schema.ts'
import { aHost, aSnapshot, aVm } from '../fakes/builders.ts'
import { type Door, knocksOf } from './door.ts'
import { editedText } from './edited-text.ts'
import { lookAtSnapshot } from './look-at-snapshot.ts'
import { anyText, editedJson } from './strange-values.ts'

const facts = {
  Host: { mem_free: 5, mem_available: 16_777_216, ksm_run: 1 },
  Guests: [
    {
      name: 'a',
      samples: [
        { balloon_cur: null, mem_unused: 1.5 },
        { balloon_cur: 3, mem_unused: 2 },
      ],
      properties: { uuid: 'x' },
    },
    { name: 'b', io_tune: { total_bytes_sec: 7 }, vcpu_count: 2 },
  ],
}
const policy = `
(defvar low (* 0.2 Host.mem_available))
(def share (guest) (/ guest.mem_unused (+ 1 Host.mem_free)))
(with Guests guest { (guest.Control "balloon_target" (+ guest.balloon_cur (guest.Avg "mem_unused"))) (share guest) })
(Host.Control "ksm_run" (if (< Host.mem_free low) 1 0))`
const snapshot = aSnapshot({
  hosts: [aHost({ id: 'h1' }), aHost({ id: 'h2' })],
  vms: [aVm({ id: 'v1', hostId: 'h1' }), aVm({ id: 'v2', hostId: 'h2' })],
})

const pieces = fc.oneof(
  anyText,
  fc.constantFrom('{', '}', '[', '"', ',', '1e999', '9'.repeat(5_000), '[['.repeat(9_000)),
)
const textOf = (value: unknown) => {
  const text = fc.constant(JSON.stringify(value))
  return fc.oneof(
    { weight: 3, arbitrary: editedJson(fc.constant(value), 1).map(each => JSON.stringify(each)) },
    editedText(text, pieces),
  )
}

/** Fewer steps than the service allows, so that many fit into a test. */
const limits = { ...defaultLimits, steps: 20_000 }

export const factsDoor = (): Door => ({
  knocks: knocksOf(fc.record({ facts: textOf(facts), snapshot: textOf(snapshot) }), async given => {
    const parsed = parseSnapshot(given.snapshot)
    if (parsed.ok) await lookAtSnapshot(parsed.snapshot)
    try {
      const compiled = compileProgram([{ name: 'p', text: policy }], { compatibility: 'safe', limits })
      evaluate(compiled, parseFacts(given.facts))
      return 'values'
    } catch (error) {
      if (error instanceof FactsError || error instanceof LanguageError) return error.name
      throw error
    }
  }),
  close: () => undefined,
})
