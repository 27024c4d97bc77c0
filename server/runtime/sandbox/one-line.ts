/** A plugin's words as they may stand in a table, an event and XML: one line, and not longer than it may be. */
export function oneLine(text: string, maxLength: number): string {
  const line = text
    .slice(0, 2 * maxLength)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]+/gu, ' ')
    .trim()
  return (line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line).toWellFormed()
}
