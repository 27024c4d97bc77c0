import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../protocol-error.ts'
import { decodeCpuMap, encodeCpuMap, splitCpuMaps } from './cpu-map.ts'
import { decodeDomain, encodeDomain } from './domain-ref.ts'
import { encodeFrame, type Frame } from './frame.ts'
import { createFrameReader } from './read-frames.ts'
import { decodeRemoteError, encodeRemoteError } from './remote-error.ts'
import { decodeParameters, encodeParameters, type TypedParameter } from './typed-parameters.ts'
import { XdrReader } from './xdr-reader.ts'
import { XdrWriter } from './xdr-writer.ts'

const word = fc.nat(0xffff_ffff)
const text = fc.string({ unit: 'grapheme', maxLength: 40 })
const uuid = fc.uuid()
const safe = fc.maxSafeInteger()
const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })

/** What one writer writes, another reads, and nothing is left. */
function throughBytes<T>(write: (writer: XdrWriter) => void, read: (reader: XdrReader) => T): T {
  const writer = new XdrWriter()
  write(writer)
  const reader = new XdrReader(writer.written)
  const value = read(reader)
  expect(reader.remaining).toBe(0)
  return value
}

describe('XDR', () => {
  it('gives back every value that it took', () => {
    const value = fc.record({
      int,
      word,
      safe,
      size: fc.nat(Number.MAX_SAFE_INTEGER),
      double: fc.double({ noNaN: true }),
      truth: fc.boolean(),
      text,
      bytes: fc.uint8Array({ maxLength: 300 }),
      uuid,
      list: fc.array(word, { maxLength: 5 }),
      maybe: fc.option(text, { nil: undefined }),
    })
    fc.assert(
      fc.property(value, given => {
        const taken = throughBytes(
          writer => {
            writer.i32(given.int)
            writer.u32(given.word)
            writer.i64(given.safe)
            writer.u64(given.size)
            writer.double(given.double)
            writer.bool(given.truth)
            writer.text(given.text)
            writer.bytes(given.bytes)
            writer.uuid(given.uuid)
            writer.array(given.list, item => writer.u32(item))
            writer.optional(given.maybe, item => writer.text(item))
          },
          reader => ({
            int: reader.i32(),
            word: reader.u32(),
            safe: reader.i64(),
            size: reader.u64(),
            double: reader.double(),
            truth: reader.bool(),
            text: reader.text(),
            bytes: Uint8Array.from(reader.bytes()),
            uuid: reader.uuid(),
            list: reader.array(4, () => reader.u32()),
            maybe: reader.optional(() => reader.text()),
          }),
        )
        expect(taken).toEqual(given)
      }),
    )
  })

  it('writes whole words only', () => {
    fc.assert(
      fc.property(text, given => {
        const writer = new XdrWriter()
        writer.text(given)
        expect(writer.written.length % 4).toBe(0)
      }),
    )
  })

  it('gives back typed parameters, VMs, errors and CPU maps', () => {
    const parameter = fc.oneof(
      fc.record({ field: text, type: fc.constant('int'), value: int }),
      fc.record({ field: text, type: fc.constant('uint'), value: word }),
      fc.record({ field: text, type: fc.constant('llong'), value: safe }),
      fc.record({ field: text, type: fc.constant('ullong'), value: fc.nat(Number.MAX_SAFE_INTEGER) }),
      fc.record({ field: text, type: fc.constant('double'), value: fc.double() }),
      fc.record({ field: text, type: fc.constant('boolean'), value: fc.boolean() }),
      fc.record({ field: text, type: fc.constant('string'), value: text }),
    ) as fc.Arbitrary<TypedParameter>
    const domain = fc.record({ name: text, uuid, id: int })
    fc.assert(
      fc.property(fc.array(parameter), domain, text, fc.uniqueArray(fc.nat(4000)), (parameters, ref, message, ids) => {
        const found = throughBytes(writer => encodeParameters(writer, parameters), decodeParameters)
        expect(found).toEqual(new Map(parameters.map(({ field, value }) => [field, value])))
        expect(throughBytes(writer => encodeDomain(writer, ref), decodeDomain)).toEqual(ref)
        const error = { code: 42, message, domain: ref, int1: 5 }
        expect(throughBytes(writer => encodeRemoteError(writer, error), decodeRemoteError)).toEqual(error)
        expect(decodeCpuMap(encodeCpuMap(ids))).toEqual(ids.toSorted((a, b) => a - b))
      }),
    )
  })

  it('reads the same messages however the stream is cut', () => {
    const frame = fc.record({
      program: word,
      version: word,
      procedure: word,
      type: word,
      serial: word,
      status: word,
      payload: fc.uint8Array({ maxLength: 100 }),
    }) as fc.Arbitrary<Frame>
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 90 })), (frames, cuts) => {
        const stream = Buffer.concat(frames.map(encodeFrame))
        const read = createFrameReader()
        const found: Frame[] = []
        let at = 0
        for (const length of [...cuts, stream.length]) {
          found.push(...read(stream.subarray(at, at + length)))
          at += length
        }
        expect(found.map(({ payload, ...head }) => ({ ...head, payload: Uint8Array.from(payload) }))).toEqual(frames)
      }),
    )
  })

  it('throws ProtocolError and nothing else, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        for (const decode of [decodeParameters, decodeDomain, decodeRemoteError]) {
          try {
            decode(new XdrReader(bytes))
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolError)
          }
        }
      }),
    )
  })
})

describe('XdrReader', () => {
  const reader = (...words: number[]) => new XdrReader(Uint8Array.from(words.flatMap(value => [0, 0, 0, value])))
  const bound = Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])
  const cases = [
    { why: 'a count that the bytes cannot hold', code: 'too-many', read: () => new XdrReader(bound).array(4, () => 0) },
    { why: 'a text longer than the message', code: 'too-many', read: () => new XdrReader(bound).text() },
    { why: 'more than is allowed', code: 'too-many', read: () => reader(3, 0, 0, 0).array(4, () => 0, 2) },
    {
      why: 'a text whose padding is missing',
      code: 'too-short',
      read: () => new XdrReader(bytesOf('00000001 61')).text(),
    },
    { why: 'half a number', code: 'too-short', read: () => reader(1).u64() },
    { why: 'a boolean that is 2', code: 'bad-value', read: () => reader(2).bool() },
    { why: 'a parameter of no known type', code: 'bad-value', read: () => decodeParameters(reader(1, 0, 8, 0)) },
  ]
  for (const { why, code, read } of cases) {
    it(`refuses ${why}`, () => {
      expect(read).toThrow(expect.objectContaining({ name: 'ProtocolError', code }))
    })
  }

  it('shows what is no UTF-8 instead of failing', () => {
    expect(new XdrReader(bytesOf('00000001 ff000000')).text()).toBe('\ufffd')
  })
})

describe('splitCpuMaps', () => {
  it('leaves out what is no whole map, and all when maps have no size', () => {
    expect(splitCpuMaps(Uint8Array.from([1, 2, 3]), 2)).toEqual([Uint8Array.from([1, 2])])
    expect(splitCpuMaps(Uint8Array.from([1, 2, 3]), 0)).toEqual([])
  })
})

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
