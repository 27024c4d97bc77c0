import type { Reason } from '../../shared/policy/reason.ts'
import { english, type Messages } from './english.ts'
import type { Translated } from './reason-sentence.ts'

export type Loaded = Readonly<{
  /** What numbers and dates are formatted for. */
  locale: string
  messages: Messages
  /** Puts sentences that the service composes into the language; undefined: shown as the service wrote them. */
  translate: ((reason: Reason) => Translated) | undefined
}>

/** The texts for a portal locale such as `de-DE`. A language that we do not have gets English texts, its own numbers. */
export async function loadMessages(locale: string): Promise<Loaded> {
  if (locale.split('-')[0] === 'de') {
    // The English originals too are wanted by translations only.
    const [{ german }, { germanReasons }, { translateReason }] = await Promise.all([
      import('./german.ts'),
      import('./german-reasons.ts'),
      import('./reason-sentence.ts'),
    ])
    return { locale, messages: german, translate: reason => translateReason(reason, germanReasons) }
  }
  return { locale: isKnown(locale) ? locale : 'en-US', messages: english, translate: undefined }
}

const isKnown = (locale: string): boolean => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(locale)
