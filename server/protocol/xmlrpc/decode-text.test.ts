import { describe, expect, it } from 'vitest'
import { decodeText } from './decode-text.ts'
import { XmlRpcError } from './xml-rpc-error.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')

describe('decodeText', () => {
  const cases = [
    { why: 'UTF-8 by default', bytes: Buffer.from('<a>é</a>'), text: '<a>é</a>' },
    { why: 'a UTF-8 byte order mark away', bytes: Buffer.from('\uFEFF<a/>'), text: '<a/>' },
    {
      why: 'the declared encoding',
      bytes: latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'),
      text: '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>',
    },
    { why: 'UTF-16 by its byte order mark', bytes: Buffer.from('\uFEFF<a>é</a>', 'utf16le'), text: '<a>é</a>' },
    { why: 'a view into a larger buffer', bytes: Buffer.from('é<?xml?><a>é</a>').subarray(2), text: '<?xml?><a>é</a>' },
    { why: 'nothing', bytes: Buffer.alloc(0), text: '' },
  ]
  for (const { why, bytes, text } of cases) it(`reads ${why}`, () => expect(decodeText(bytes)).toBe(text))

  const refused = [
    { why: 'bytes that are no UTF-8', bytes: latin1('<a>é</a>') },
    { why: 'bytes that end within a character', bytes: Buffer.from('<a>é').subarray(0, -1) },
    { why: 'an encoding nobody knows', bytes: latin1('<?xml version="1.0" encoding="EBCDIC-X"?><a/>') },
    { why: 'a declaration that lies', bytes: latin1('<?xml version="1.0" encoding="UTF-8"?><a>é</a>') },
  ]
  for (const { why, bytes } of refused) {
    it(`refuses ${why}`, () => expect(() => decodeText(bytes)).toThrow(XmlRpcError))
  }

  it('reads the next document as if nothing had been wrong', () => {
    expect(() => decodeText(Buffer.from('<a>é').subarray(0, -1))).toThrow(XmlRpcError)
    expect(decodeText(Buffer.from('\uFEFF<a>é</a>'))).toBe('<a>é</a>')
  })
})
