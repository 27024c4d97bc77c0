import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readCaFile } from './read-ca-file.ts'

const fixture = (name: string) => fileURLToPath(new URL(`../../test/fixtures/tls/${name}`, import.meta.url))

describe('readCaFile', () => {
  it('reads certificates in PEM form', () => {
    expect(readCaFile(fixture('ca.pem'))).toMatch(/^-----BEGIN CERTIFICATE-----/)
  })

  const refused = [
    { file: fixture('missing.pem'), says: /missing\.pem cannot be read: ENOENT/ },
    { file: fixture('engine-key.pem'), says: /holds no certificate in PEM form/ },
    { file: fixture('README.md'), says: /holds no certificate in PEM form.*\/etc\/pki\/ovirt-engine\/ca\.pem/ },
    { file: fixture('damaged-ca.pem'), says: /holds a certificate that cannot be read/ },
  ]
  for (const { file, says } of refused) {
    it(`refuses ${file.split('/').at(-1)}`, () => {
      expect(() => readCaFile(file)).toThrow(
        expect.objectContaining({ code: 'engine-ca-file', message: expect.stringMatching(says) }),
      )
    })
  }
})
