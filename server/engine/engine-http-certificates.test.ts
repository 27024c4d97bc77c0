import { describe, expect, it } from 'vitest'
import { connect, failureOf, never, start } from '../../test/fakes/engine-client.ts'
import { type Answer, json } from '../../test/fakes/engine-server.ts'
import { pem } from '../../test/fakes/pem.ts'

describe('certificates', () => {
  const tlsOf = (name: string) => ({ cert: pem(name), key: pem(`${name}-key`) })
  const answer: Answer = (_asked, res) => json(res, { ok: 1 })

  it('are accepted from the given authority', async () => {
    const { http } = await start(answer, { ca: pem('ca') }, { tls: tlsOf('engine') })
    expect(await http.get('', { signal: never })).toEqual({ ok: 1 })
  })

  const refused = [
    { why: 'an authority nobody named', ca: undefined, certificate: 'engine', says: /engine\.caFile.*ca\.pem/ },
    { why: 'another authority', ca: 'other-ca', certificate: 'engine', says: /engine\.caFile/ },
    { why: 'another host', ca: 'ca', certificate: 'elsewhere', says: /is for another name.*engine\.url/ },
    { why: 'the past', ca: 'ca', certificate: 'expired', says: /has expired/ },
  ]
  for (const { why, ca, certificate, says } of refused) {
    it(`are refused from ${why}, before any password is sent`, async () => {
      const over = ca === undefined ? {} : { ca: pem(ca) }
      const { engine, http } = await start(answer, over, { tls: tlsOf(certificate) })
      const error = await failureOf(http.get('', { signal: never }))
      expect(error.code).toBe('engine-certificate')
      expect(error.message).toMatch(says)
      expect(engine.asked).toHaveLength(0)
    })
  }

  it('are missed where only HTTP is spoken', async () => {
    const { engine } = await start(answer)
    const error = await failureOf(connect(engine.baseUrl.replace('http:', 'https:')).get('', { signal: never }))
    expect(error).toMatchObject({ code: 'engine-unreachable' })
    expect(error.message).toMatch(/Nothing speaks TLS there/)
  })
})
