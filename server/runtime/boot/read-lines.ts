import type { Readable } from 'node:stream'

/** Calls back with each whole line. A line may be millions of characters: pieces are joined once, at its end. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let pieces: string[] = []
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    let from = 0
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      const tail = chunk.slice(from, end)
      const line = pieces.length === 0 ? tail : pieces.join('') + tail
      pieces = []
      from = end + 1
      onLine(line)
    }
    if (from < chunk.length) pieces.push(from === 0 ? chunk : chunk.slice(from))
  })
}
