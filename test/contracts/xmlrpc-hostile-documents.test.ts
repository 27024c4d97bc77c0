/** The XML-RPC door under documents that are none: every request gets a clear answer, and the door stays open. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { H1, VM } from '../fakes/asked-units.ts'
import { faultOf, filterCall, hostileDoor, oneHost, pass } from '../fakes/hostile-door.ts'
import { startEndpoint } from '../fakes/start-endpoint.ts'

const door = hostileDoor()

describe('documents', () => {
  const bomb = `<!DOCTYPE m [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "&a${i - 1};&a${i - 1};">`).join('')}]>`
  const value = (xml: string) =>
    `<methodCall><methodName>discover</methodName><params><param>${xml}</param></params></methodCall>`
  const broken = [
    { why: 'nothing', body: '' },
    { why: 'JSON', body: '{"method":"discover"}' },
    { why: 'half a document', body: filterCall().slice(0, 300) },
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

  it('strips control characters that a unit puts into its message', async () => {
    const shout = () => {
      throw new Error('\u001b[31mred\u0000\ud800 <&>')
    }
    const running = await startEndpoint([{ ...pass, filter: shout }], { snapshot: oneHost })
    try {
      const reply = await running.call('runFilters', ['pass'], [H1], VM, {})
      expect(reply).toMatchObject({ plugin_errors: { pass: ['pass failed: [31mred <&>'] } })
    } finally {
      await running.close()
    }
  })
})

describe('any bytes', () => {
  const good = filterCall()
  const mutated = fc
    .tuple(
      fc.nat(good.length),
      fc.nat(30),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 10 }),
        fc.constantFrom('<value>', '</data>', '&#0;', '<!DOCTYPE', ']]>'),
      ),
    )
    .map(([at, length, text]) => Buffer.from(good.slice(0, at) + text + good.slice(at + length)))
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
