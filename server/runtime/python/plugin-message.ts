/** A plugin's words as they may stand in a reply to the engine, in an event and in a table: one short line. */

const MAX_CHARACTERS = 200

/** Without control characters and lone surrogates, which XML cannot carry. */
export function plainLine(text: string): string {
  const line = text
    .slice(0, 4 * MAX_CHARACTERS)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]+/gu, ' ')
    .trim()
  return line.length <= MAX_CHARACTERS ? line : `${line.slice(0, MAX_CHARACTERS - 1).toWellFormed()}…`
}

/** The line in which Python says what went wrong: the last. */
export const lastLine = (text: string): string => plainLine(text.trimEnd().split('\n').at(-1) ?? '')
