import { stripIllegal } from './strip-illegal.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // A raw carriage return would be read back as a line feed.
  '\r': '&#13;',
}

/** Nearly every text is an id or a name, and this test is cheaper than a replacement that finds nothing. */
const special = /[&<>\r]/

/** Text as element content. What XML cannot hold stays in it: that is stripped from the document as a whole. */
export const escapeText = (text: string): string =>
  special.test(text) ? text.replace(/[&<>\r]/g, found => escapes[found] ?? found) : text

/** The same in ASCII, with decimal references, as the engine's client library writes it; only what XML can hold. */
export const escapeToAscii = (text: string): string =>
  escapeText(stripIllegal(text)).replace(/[^\n\t -~]/gu, found => `&#${found.codePointAt(0)};`)
