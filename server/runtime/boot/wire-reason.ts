import type { Reason } from '../../../shared/policy/reason.ts'
import type { WireReason } from '../sandbox/plugin-wire.ts'

const MAX_TEXT = 300

/**
 * A reason as it is sent: cut to what the service keeps of it, so that an honest answer is never too long for it, and
 * without what goes without saying. Throws with the fix for what is none.
 */
export function wireReason(given: Partial<Reason> | undefined, fix: string): WireReason {
  if (typeof given?.text !== 'string') throw new Error(fix)
  const { code = 'site-unit', values = {} } = given
  const text = given.text.length > MAX_TEXT ? given.text.slice(0, MAX_TEXT + 1) : given.text
  const hasValues = Object.keys(values).length > 0 && JSON.stringify(values).length <= MAX_TEXT
  return { text, ...(code !== 'site-unit' && { code }), ...(hasValues && { values }) }
}
