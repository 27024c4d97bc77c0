import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'

export type RecordedRequest = Readonly<{ head: string; body: string }>

/** A recorded request of test/fixtures: `#` lines are notes, the body follows the first empty line. */
export async function readRecordedRequest(file: URL): Promise<RecordedRequest> {
  const text = (await readFile(file, 'utf8')).replace(/^(#.*\n)+/, '')
  const end = text.indexOf('\n\n')
  return { head: text.slice(0, end).replaceAll('\n', '\r\n'), body: text.slice(end + 2) }
}

/** Sends bytes as they are and resolves with everything that comes back until the other side closes. */
export function exchange(port: number, ...pieces: (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let received = ''
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => {
      received += text
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(received))
    for (const piece of pieces) socket.write(piece)
  })
}
