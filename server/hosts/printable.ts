const MOST_CHARACTERS = 500

/** What a host says, for terminals and logs: one line, nothing that steers them, and no more than can be read. */
export function printable(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line
}
