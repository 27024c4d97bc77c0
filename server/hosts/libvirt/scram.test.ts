import { describe, expect, it } from 'vitest'
import { startScram } from './scram.ts'

/** The exchange that RFC 7677, section 3, prints. */
const NONCE = 'rOprNGfwEbeRWgbNEkqO'
const ANSWERED = `${NONCE}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0`
const SERVER_FIRST = `r=${ANSWERED},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`
const bytes = (text: string) => Buffer.from(text)
const start = () => startScram('user', 'pencil', NONCE)

describe('startScram', () => {
  it('says what the standard’s example says, and believes its server', async () => {
    const scram = start()
    expect(String(scram.first)).toBe(`n,,n=user,r=${NONCE}`)
    expect(String(await scram.proof(bytes(SERVER_FIRST)))).toBe(
      `c=biws,r=${ANSWERED},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
    )
    expect(() => scram.verify(bytes('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='))).not.toThrow()
  })

  it('writes names with signs that mean something, and a new nonce each time', () => {
    expect(String(startScram('a=b,c', 'x', 'n').first)).toBe('n,,n=a=3Db=2Cc,r=n')
    expect(String(startScram('a', 'x').first)).not.toBe(String(startScram('a', 'x').first))
  })

  const authentication = expect.objectContaining({ code: 'host-authentication' })
  for (const [why, said] of [
    ['heard somebody else', SERVER_FIRST.replace(NONCE, 'another')],
    ['adds nothing to our nonce', `r=${NONCE},s=QQ==,i=4096`],
    ['sends no salt', `r=${ANSWERED},i=4096`],
    ['would keep us computing', SERVER_FIRST.replace('4096', '4000000000')],
    ['sends no count', SERVER_FIRST.replace('4096', 'many')],
    ['sends nothing', ''],
  ] as const) {
    it(`refuses a server that ${why}`, async () => {
      await expect(start().proof(bytes(said))).rejects.toEqual(authentication)
    })
  }

  it('refuses a server that does not know the password', async () => {
    const scram = start()
    expect(() => scram.verify(bytes('v='))).toThrow(authentication)
    await scram.proof(bytes(SERVER_FIRST))
    for (const said of ['v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=', 'v=QQ==', 'e=other-error', '']) {
      expect(() => scram.verify(bytes(said))).toThrow(authentication)
    }
  })
})
