import type { Reason } from '../../shared/policy/reason.ts'
import { englishReasons, type Reasons } from './english-reasons.ts'

export type Translated = Readonly<{ sentence: string; rest: string }>

/**
 * A reason in the reader's language: `sentence`, and what the service appended to it in English (`rest`). It is translated
 * only if it begins with the very sentence that the translation was made from.
 */
export function translateReason({ code, values, text }: Reason, reasons: Reasons): Translated {
  const untranslated = { sentence: text, rest: '' }
  if (!isKnownCode(code)) return untranslated
  const originals: readonly string[] = englishReasons[code]
  const translations: readonly string[] = reasons[code]
  for (const [index, original] of originals.entries()) {
    const english = fill(original, values)
    const translation = translations[index]
    if (translation !== undefined && text.startsWith(english)) {
      return { sentence: fill(translation, values), rest: text.slice(english.length).trim() }
    }
  }
  return untranslated
}

const isKnownCode = (code: string): code is keyof typeof englishReasons => Object.hasOwn(englishReasons, code)

const fill = (template: string, values: Reason['values']): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole))
