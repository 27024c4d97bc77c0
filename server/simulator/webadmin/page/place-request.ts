/** What the part of the URL after `#` asks for: `token;key=value;key=value`. */
export type PlaceRequest = Readonly<{ token: string; parameters: ReadonlyMap<string, string> }>

/** Parameters without `=` are kept with an empty value; a value that is not valid percent-encoding is kept as it is. */
export function parseHash(hash: string): PlaceRequest {
  const [token = '', ...pairs] = hash.replace(/^#/, '').split(';')
  const parameters = new Map<string, string>()
  for (const pair of pairs) {
    const [key = '', ...value] = pair.split('=')
    if (key !== '') parameters.set(key, decoded(value.join('=')))
  }
  return { token: decoded(token), parameters }
}

export function hashOf(token: string, parameters: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(parameters).map(([key, value]) => `;${key}=${encodeURIComponent(value)}`)
  return `#${token}${pairs.join('')}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    // A stray % typed by hand is no reason to lose the place.
    if (error instanceof URIError) return text
    throw error
  }
}
