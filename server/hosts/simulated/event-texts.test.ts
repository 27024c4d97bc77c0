import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventTexts } from './event-texts.ts'

async function* cutUp(text: string, every: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += every) yield bytes.subarray(at, at + every)
}
async function textsOf(text: string, every = 1_000): Promise<string[]> {
  const found: string[] = []
  for await (const event of eventTexts(cutUp(text, every))) found.push(event)
  return found
}

describe('eventTexts', () => {
  const cases = [
    { why: 'one event', text: 'data: a\n\n', found: ['a'] },
    {
      why: 'two, with comments and other fields between',
      text: 'data:a\n\n: x\n\nid: 3\nevent: b\ndata: c\n\n',
      found: ['a', 'c'],
    },
    { why: 'lines that belong together', text: 'data: a\ndata: b\n\n', found: ['a\nb'] },
    { why: 'the line ends of another system', text: 'data: a\r\n\r\n', found: ['a'] },
    { why: 'nothing of an event that was cut off', text: 'data: a\n\ndata: b\n', found: ['a'] },
    { why: 'nothing of nothing', text: '', found: [] },
  ]
  for (const { why, text, found } of cases) it(`finds ${why}`, async () => expect(await textsOf(text)).toEqual(found))

  it('finds the same however it is cut up', async () => {
    const text = 'data: ä\n\n: comment\n\ndata: {"é":"€"}\r\n\r\n'
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async every => {
        expect(await textsOf(text, every)).toEqual(['ä', '{"é":"€"}'])
      }),
    )
  })

  it('refuses an event without end', async () => {
    const endless = { code: 'host-protocol' }
    await expect(textsOf(`data: ${'x'.repeat(70_000)}`)).rejects.toMatchObject(endless)
    await expect(textsOf('data: x\n'.repeat(40_000))).rejects.toMatchObject(endless)
  })
})
