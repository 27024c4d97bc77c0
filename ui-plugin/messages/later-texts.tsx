import { type ReactNode, useMemo } from 'react'
import { IntlProvider, useIntl } from 'react-intl'
import { englishLater } from './english-later.ts'

/** Adds the texts that did not come with the first screen. Other languages come whole, so theirs are left as they are. */
export function LaterTexts({ children }: Readonly<{ children: ReactNode }>) {
  const { locale, messages } = useIntl()
  const all = useMemo(() => ({ ...englishLater, ...messages }), [messages])
  return (
    <IntlProvider locale={locale} messages={all as Record<string, string>}>
      {children}
    </IntlProvider>
  )
}
