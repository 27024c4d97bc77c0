/** One server-sent event, or the bare id that names where the stream stands. */
export type SentEvent = Readonly<{ id: string | undefined; data: string | undefined }>

/**
 * Takes whole events off the front of `text`. The browser's own EventSource would do this, but it cannot send the
 * Authorization header. `rest` is what is still incomplete.
 */
export function takeEvents(text: string): { events: SentEvent[]; rest: string } {
  const blocks = text.replaceAll('\r\n', '\n').split('\n\n')
  const rest = blocks.pop() ?? ''
  const events = blocks.map(toEvent).filter(({ id, data }) => id !== undefined || data !== undefined)
  return { events, rest }
}

function toEvent(block: string): SentEvent {
  const lines = block.split('\n')
  const valuesOf = (field: string) =>
    lines.filter(line => line.startsWith(`${field}:`)).map(line => line.slice(field.length + 1).replace(/^ /, ''))
  const data = valuesOf('data')
  return { id: valuesOf('id').at(-1), data: data.length === 0 ? undefined : data.join('\n') }
}
