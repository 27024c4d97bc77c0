/**
 * Whether XML 1.0 can hold the text. What it cannot hold, even as a reference, are control characters, lone surrogates,
 * U+FFFE and U+FFFF. Fast enough for whole documents.
 */
export const isLegal = (text: string): boolean => !forbidden.test(text) && text.isWellFormed()

// The regular expression engine gets through this class twice as fast as through the inverse of what is legal.
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are looked for
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/

/** One such character in a message would make the whole reply unreadable for the engine, so they are dropped. */
export const stripIllegal = (text: string): string => (isLegal(text) ? text : text.replace(illegal, ''))

const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu
