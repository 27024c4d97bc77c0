import type { Reason } from '../../shared/policy/reason.ts'
import { english, type MessageId } from './english.ts'
import type { Translated } from './reason-sentence.ts'

export type Loaded = Readonly<{
  /** What numbers and dates are formatted for. */
  locale: string
  /** In English without those that come later. */
  messages: Readonly<Partial<Record<MessageId, string>>>
  /** Puts sentences that the service composes into the language; undefined: shown as the service wrote them. */
  translate: ((reason: Reason) => Translated) | undefined
  /** Fixed texts of the service in the language, by the English; what is not there is shown as the service wrote it. */
  phrases?: Readonly<Record<string, string>>
}>

/** The texts for a portal locale such as `de-DE`. A language that we do not have gets English texts, its own numbers. */
export async function loadMessages(locale: string): Promise<Loaded> {
  if (locale.split('-')[0] === 'de') {
    // The English originals too are wanted by translations only.
    const [
      { german },
      { germanReasons: reasons },
      { germanRemarks: remarks },
      { germanPhrases: phrases },
      { reasonTranslator },
    ] = await Promise.all([
      import('./german.ts'),
      import('./german-reasons.ts'),
      import('./german-remarks.ts'),
      import('./german-phrases.ts'),
      import('./reason-sentence.ts'),
    ])
    // As the service itself writes them: without marks between thousands.
    const { format: number } = new Intl.NumberFormat(locale, { useGrouping: false })
    return { locale, messages: german, translate: reasonTranslator({ reasons, remarks, number }), phrases }
  }
  return { locale: isKnown(locale) ? locale : 'en-US', messages: english, translate: undefined }
}

const isKnown = (locale: string): boolean => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(locale)
