import { english, type Messages } from './english.ts'
import type { Reasons } from './english-reasons.ts'

export type Loaded = Readonly<{
  /** What numbers and dates are formatted for. */
  locale: string
  messages: Messages
  /** Sentences that the service composes, by their code; undefined: shown as the service wrote them. */
  reasons: Reasons | undefined
}>

/** The texts for a portal locale such as `de-DE`. A language that we do not have gets English texts, its own numbers. */
export async function loadMessages(locale: string): Promise<Loaded> {
  if (locale.split('-')[0] === 'de') {
    const [{ german }, { germanReasons }] = await Promise.all([import('./german.ts'), import('./german-reasons.ts')])
    return { locale, messages: german, reasons: germanReasons }
  }
  return { locale: isKnown(locale) ? locale : 'en-US', messages: english, reasons: undefined }
}

const isKnown = (locale: string): boolean => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(locale)
