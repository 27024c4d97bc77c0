import type { Readable } from 'node:stream'

/** Calls `take` with each line of a stream, without its end. A longer line than `maxBytes` ends the reading instead. */
export function readLines(stream: Readable, maxBytes: number, take: (line: string) => void, tooLong: () => void): void {
  let parts: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    for (let start = 0; start < chunk.length; ) {
      const end = chunk.indexOf(10, start)
      const part = chunk.subarray(start, end < 0 ? undefined : end)
      start += part.length + 1
      bytes += part.length
      if (bytes > maxBytes) {
        stream.removeAllListeners('data').resume()
        tooLong()
        return
      }
      parts.push(part)
      if (end < 0) return
      const line = Buffer.concat(parts).toString('utf8')
      parts = []
      bytes = 0
      take(line)
    }
  })
}
