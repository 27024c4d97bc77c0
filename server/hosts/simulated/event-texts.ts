import { HostError } from '../host-error.ts'

/** Larger than any event of a host. */
const MAX_EVENT_CHARS = 65_536

/**
 * The data of each server-sent event, in order. Other fields and comments are left out; lines end with LF or CRLF. Throws
 * HostError `host-protocol` for one without end. Source: WHATWG HTML, "Server-sent events".
 */
export async function* eventTexts(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let [rest, data] = ['', '']
  for await (const chunk of body) {
    const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines.map(each => (each.endsWith('\r') ? each.slice(0, -1) : each))) {
      if (line === '' && data !== '') {
        yield data
        data = ''
      } else if (line.startsWith('data:')) {
        data += `${data === '' ? '' : '\n'}${line.slice(5).replace(/^ /, '')}`
      }
    }
    if (rest.length + data.length > MAX_EVENT_CHARS)
      throw new HostError('host-protocol', 'The simulated host sent an event without end.')
  }
}
