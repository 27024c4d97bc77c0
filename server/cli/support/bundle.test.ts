import { statSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { NOON_MS } from '../../../test/fakes/builders.ts'
import { storeFolder } from '../../../test/fakes/store-folder.ts'
import { type Bundle, readBundle, writeBundle } from './bundle.ts'

const { fileIn } = storeFolder()
const head = {
  ovirtSchedulerBundle: 1,
  version: '0.1.0',
  node: '26.12.1',
  madeAtMs: NOON_MS,
  anonymised: false,
} as const
const bundle: Bundle = {
  head: { ...head, from: 'service' },
  records: [
    { kind: 'log', value: { msg: 'Zürich\nis a city.' } },
    { kind: 'metrics', value: 'a 1\nb 2\n' },
  ],
}

describe('a bundle', () => {
  it('is read as it was written, and only by its owner', () => {
    writeBundle(fileIn('b.gz'), bundle)
    expect(readBundle(fileIn('b.gz'))).toEqual(bundle)
    expect(statSync(fileIn('b.gz')).mode & 0o777).toBe(0o600)
  })

  it('replaces no file that is there', () => {
    writeBundle(fileIn('b.gz'), bundle)
    expect(() => writeBundle(fileIn('b.gz'), bundle)).toThrow(/b\.gz cannot be written: EEXIST/)
  })

  const line = JSON.stringify(bundle.head)
  const bad = [
    { why: 'is not there', content: undefined, says: /cannot be read as a bundle: ENOENT/ },
    { why: 'is no gzip', content: 'text', says: /cannot be read as a bundle: incorrect header check/ },
    { why: 'is empty', content: gzipSync(''), says: /no bundle of this version/ },
    {
      why: 'is of a later version',
      content: gzipSync('{"ovirtSchedulerBundle":2}'),
      says: /no bundle of this version/,
    },
    { why: 'has a line that is cut off', content: gzipSync(`${line}\n{"kind":`), says: /line 2 is not JSON/ },
    { why: 'has an unknown record', content: gzipSync(`${line}\n{"kind":"x"}`), says: /line 2 is no record/ },
  ]
  for (const { why, content, says } of bad)
    it(`is refused when it ${why}`, () => {
      if (content !== undefined) writeFileSync(fileIn('bad.gz'), content)
      expect(() => readBundle(fileIn('bad.gz'))).toThrow(says)
    })
})
