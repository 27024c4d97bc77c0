const MOST_CHARACTERS = 500

/** What a host says, for terminals and logs: nothing that steers them, and no more than can be read. */
export function printable(text: string): string {
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
  return shown.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '?')
}
