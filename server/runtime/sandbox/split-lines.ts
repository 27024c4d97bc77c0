import type { Readable } from 'node:stream'

type Handlers = Readonly<{ onLine: (line: string) => void; onTooLong: () => void }>

const LINE_FEED = 10

/** Whole lines of an untrusted stream. At `maxBytes()` without an end the rest is dropped and told of, once. */
export function splitLines(stream: Readable, maxBytes: () => number, { onLine, onTooLong }: Handlers): void {
  let pieces: Buffer[] = []
  let bytes = 0
  let isDone = false
  stream.on('data', (chunk: Buffer) => {
    let rest = chunk
    while (!isDone) {
      const end = rest.indexOf(LINE_FEED)
      const piece = end < 0 ? rest : rest.subarray(0, end)
      bytes += piece.length
      if (bytes > maxBytes()) {
        isDone = true
        pieces = []
        onTooLong()
        return
      }
      if (end < 0) {
        if (piece.length > 0) pieces.push(piece)
        return
      }
      const line = pieces.length === 0 ? piece : Buffer.concat([...pieces, piece])
      pieces = []
      bytes = 0
      rest = rest.subarray(end + 1)
      onLine(line.toString('utf8'))
    }
  })
}
