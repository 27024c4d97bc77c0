/** What every XML-RPC door does with documents that are none: each gets a clear answer, and the door stays open. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCall } from '../../server/protocol/xmlrpc/decode-call.ts'
import { faultOf } from '../fakes/hostile-door.ts'

type Posting = Readonly<{ post(body: BodyInit): Promise<Response> }>

/** `call` is a document that the door answers. */
export function hostileDocuments(door: () => Posting, call: string): void {
  const { method } = decodeCall(call)

  describe('documents', () => {
    const bomb = `<!DOCTYPE m [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "&a${i - 1};&a${i - 1};">`).join('')}]>`
    const value = (xml: string) =>
      `<methodCall><methodName>${method}</methodName><params><param>${xml}</param></params></methodCall>`
    const broken = [
      { why: 'nothing', body: '' },
      { why: 'JSON', body: `{"method":"${method}"}` },
      { why: 'half a document', body: call.slice(0, call.length - 20) },
      { why: 'an entity bomb', body: `${bomb}<methodCall><methodName>&a19;</methodName></methodCall>` },
      {
        why: 'an external entity',
        body: '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><methodCall><methodName>&x;</methodName></methodCall>',
      },
      { why: '10,000 arrays inside each other', body: value('<value><array><data>'.repeat(10_000)) },
      { why: 'a control character', body: value('<value>\u0007</value>') },
      { why: 'a reference to one', body: value('<value>&#27;</value>') },
      { why: 'bytes that are no UTF-8', body: Buffer.from(value('<value>é</value>'), 'latin1') },
      { why: 'an unknown encoding', body: '<?xml version="1.0" encoding="x-none"?><methodCall/>' },
      { why: 'an unknown type', body: value('<value><date>1</date></value>') },
      { why: 'an int of 33 bits', body: value('<value><int>4294967296</int></value>') },
      { why: 'a reply', body: '<methodResponse><params><param><value>x</value></param></params></methodResponse>' },
      {
        why: 'a member given twice',
        body: value(
          '<value><struct><member><name>a</name><value/></member><member><name>a</name><value/></member></struct></value>',
        ),
      },
    ]
    for (const { why, body } of broken) {
      it(`answers ${why} with a parse fault`, async () => {
        const fault = await faultOf(await door().post(body))
        expect(fault.faultCode).toBe(-32_700)
        expect(fault.message).not.toBe('')
      })
    }
  })

  describe('any bytes', () => {
    const mutated = fc
      .tuple(
        fc.nat(call.length),
        fc.nat(30),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 10 }),
          fc.constantFrom('<value>', '</data>', '&#0;', '<!DOCTYPE', ']]>'),
        ),
      )
      .map(([at, length, text]) => Buffer.from(call.slice(0, at) + text + call.slice(at + length)))
    const body = fc.oneof(
      mutated,
      fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
    )

    it('get a reply or a fault, never silence', async () => {
      await fc.assert(
        fc.asyncProperty(body, async bytes => {
          const response = await door().post(bytes)
          expect(response.status).toBe(200)
          expect(await response.text()).toMatch(
            /^<\?xml version="1.0" encoding="UTF-8"\?><methodResponse>.*<\/methodResponse>$/su,
          )
        }),
        { numRuns: 300 },
      )
    })
  })
}
