const MAX_LETTERS = 300

/** What a host said, fit for a message to people: of bounded length, on one line, in quotation marks. */
export function quoted(said: string | Uint8Array): string {
  const text = typeof said === 'string' ? said : new TextDecoder().decode(said.subarray(0, MAX_LETTERS * 4))
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return `“${line.length > MAX_LETTERS ? `${line.slice(0, MAX_LETTERS)}…` : line}”`
}
