import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeMessage } from '../../protocol/json-rpc/decode-message.ts'
import { createFrameReader } from '../../protocol/stomp/read-frames.ts'

type Recorded = { why: string; parts: [text: string, meaning: string][]; expected: Record<string, unknown> }

const fixture = new URL('../../../test/fixtures/vdsm/frames.json', import.meta.url)
const { frames } = JSON.parse(readFileSync(fixture, 'utf8')) as { frames: Recorded[] }
const bytesOf = ({ parts }: Recorded) => new TextEncoder().encode(parts.map(([text]) => text).join(''))

describe('frames that vdsm sent', () => {
  for (const recorded of frames) {
    it(`are read: ${recorded.why}`, () => {
      const [frame, ...more] = createFrameReader()(bytesOf(recorded))
      expect(more).toEqual([])
      const { command, body } = frame ?? expect.fail('no frame')
      expect(command === 'MESSAGE' ? decodeMessage(body) : { command }).toMatchObject(recorded.expected)
    })
  }

  it('are read one after the other, byte by byte', () => {
    const read = createFrameReader()
    const all = frames.flatMap(recorded => [...bytesOf(recorded)])
    expect(all.flatMap(byte => read(Uint8Array.of(byte)))).toHaveLength(frames.length)
  })
})
