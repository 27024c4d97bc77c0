import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitLines } from './split-lines.ts'

/** What is made of these chunks. */
async function split(chunks: readonly Buffer[], maxBytes: number): Promise<{ lines: string[]; tooLong: number }> {
  const stream = new PassThrough()
  const lines: string[] = []
  let tooLong = 0
  splitLines(stream, () => maxBytes, {
    onLine: line => lines.push(line),
    onTooLong: () => {
      tooLong += 1
    },
  })
  for (const chunk of chunks) stream.write(chunk)
  stream.end()
  await new Promise(resolve => stream.once('end', resolve))
  return { lines, tooLong }
}

describe('splitLines', () => {
  it('gives back lines however they are cut', async () => {
    const text = fc.array(
      fc.string({ unit: 'binary' }).map(line => line.replaceAll('\n', '')),
      { maxLength: 8 },
    )
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (lines, sizes) => {
        const whole = Buffer.from(lines.map(line => `${line}\n`).join(''))
        const chunks: Buffer[] = []
        for (let at = 0, turn = 0; at < whole.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1
          chunks.push(whole.subarray(at, at + size))
          at += size
        }
        expect(await split(chunks, 1_000)).toEqual({ lines: lines.map(line => line.toWellFormed()), tooLong: 0 })
      }),
    )
  })

  const cases: { what: string; chunks: string[]; lines: string[]; tooLong: number }[] = [
    { what: 'takes a line of just that length', chunks: ['abcd\n'], lines: ['abcd'], tooLong: 0 },
    { what: 'refuses one byte more, and what follows', chunks: ['ab\nabcde\nab\n', 'ab\n'], lines: ['ab'], tooLong: 1 },
    { what: 'does not wait for the end of a long line', chunks: ['abc', 'de'], lines: [], tooLong: 1 },
    { what: 'leaves a line without end alone', chunks: ['ab\nab'], lines: ['ab'], tooLong: 0 },
  ]
  it.each(cases)('$what', async ({ chunks, lines, tooLong }) => {
    expect(
      await split(
        chunks.map(chunk => Buffer.from(chunk)),
        4,
      ),
    ).toEqual({ lines, tooLong })
  })
})
