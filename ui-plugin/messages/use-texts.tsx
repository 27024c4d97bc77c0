import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { IntlProvider, useIntl } from 'react-intl'
import type { Reason } from '../../shared/policy/reason.ts'
import type { MessageId } from './english.ts'
import type { Loaded } from './load-messages.ts'
import { type Quantities, quantities } from './quantities.ts'

type Values = Readonly<Record<string, string | number>>

export type Texts = Readonly<{
  /** The text with this id, its placeholders filled. */
  t(id: MessageId, values?: Values): string
  /** As `t`, where placeholders are filled with more than words: links to what is named. */
  rich(id: MessageId, values: Readonly<Record<string, ReactNode>>): ReactNode
  /** A reason as a sentence, whatever the service appended to it included. */
  reason(reason: Reason): string
  /** Only the part that can be translated: for places that show the appended figures themselves. */
  reasonSentence(reason: Reason): string
  /** A fixed text of the service: what a unit does, the state of a host. */
  phrase(text: string): string
}> &
  Quantities

const ServiceTextsContext = createContext<Pick<Loaded, 'translate' | 'phrases'>>({ translate: undefined })

/** Gives the texts of one locale to everything below. */
export function TextsProvider({ loaded, children }: Readonly<{ loaded: Loaded; children: ReactNode }>) {
  const { locale, messages } = loaded
  return (
    <IntlProvider locale={locale} messages={messages as Record<string, string>}>
      <ServiceTextsContext value={loaded}>{children}</ServiceTextsContext>
    </IntlProvider>
  )
}

/** Texts, numbers and dates in the reader's language. */
export function useTexts(): Texts {
  const intl = useIntl()
  const { translate, phrases = NONE } = useContext(ServiceTextsContext)
  return useMemo(() => {
    const t = (id: MessageId, values: Values = {}) => intl.formatMessage({ id }, values)
    return {
      t,
      rich: (id, values) => intl.formatMessage({ id }, values),
      reason(given) {
        if (translate === undefined) return given.text
        const { sentence, rest } = translate(given)
        return rest === '' ? sentence : `${sentence} ${rest}`
      },
      reasonSentence: given => translate?.(given).sentence ?? given.text,
      phrase: text => (Object.hasOwn(phrases, text) ? phrases[text] : undefined) ?? text,
      ...quantities(intl, t),
    }
  }, [intl, translate, phrases])
}

const NONE: Readonly<Record<string, string>> = {}
