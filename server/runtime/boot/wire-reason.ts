import type { Reason } from '../../../shared/policy/reason.ts'

const MAX_TEXT = 300

/**
 * A reason as it is sent: cut to what the service keeps of it, so that an honest answer is never too long for it. Throws
 * with the fix for what is none.
 */
export function wireReason(given: Partial<Reason> | undefined, fix: string): Reason {
  if (typeof given?.text !== 'string') throw new Error(fix)
  const { code = 'site-unit', text, values = {} } = given
  const isShort = JSON.stringify(values).length <= MAX_TEXT
  return { code, text: text.slice(0, MAX_TEXT + 1), values: isShort ? values : {} }
}
