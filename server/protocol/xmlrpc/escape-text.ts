// The complement of what XML 1.0 can hold, even as a reference: control characters, lone surrogates, U+FFFE, U+FFFF.
const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

/** One such character in a message would make the whole reply unreadable for the engine, so they are dropped. */
export const stripIllegal = (text: string): string => text.replace(illegal, '')

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // A raw carriage return would be read back as a line feed.
  '\r': '&#13;',
}

/** Needs no care at all. Nearly every text is such a one, ids above all, and this test is the cheapest. */
const plain = /^[ -%'-;=?-~]*$/

/** Text as element content. */
export const escapeText = (text: string): string =>
  plain.test(text) ? text : stripIllegal(text).replace(/[&<>\r]/g, found => escapes[found] ?? found)

/** The same in ASCII, with decimal references, as the engine's client library writes it. */
export const escapeToAscii = (text: string): string =>
  escapeText(text).replace(/[^\n\t -~]/gu, found => `&#${found.codePointAt(0)};`)
