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
}> &
  Quantities

const TranslateContext = createContext<Loaded['translate']>(undefined)

/** Gives the texts of one locale to everything below. */
export function TextsProvider({ loaded, children }: Readonly<{ loaded: Loaded; children: ReactNode }>) {
  const { locale, messages, translate } = loaded
  return (
    <IntlProvider locale={locale} messages={messages}>
      <TranslateContext value={translate}>{children}</TranslateContext>
    </IntlProvider>
  )
}

/** Texts, numbers and dates in the reader's language. */
export function useTexts(): Texts {
  const intl = useIntl()
  const translate = useContext(TranslateContext)
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
      ...quantities(intl, t),
    }
  }, [intl, translate])
}
