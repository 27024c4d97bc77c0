import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { never, start as startEngine } from '../../test/fakes/engine-client.ts'
import { type Answer, json, LOGIN } from '../../test/fakes/engine-server.ts'
import { aLog } from '../../test/fakes/log.ts'
import type { EngineHttpOptions } from './engine-http.ts'

const ok: Answer = (_asked, res) => json(res, { ok: 1 })

async function start(over: Partial<EngineHttpOptions> = {}, sso?: Answer) {
  const { log, lines } = aLog()
  const { engine, http } = await startEngine(ok, { maxConcurrent: 8, log, ...over }, { ...(sso && { sso }) })
  return { engine, http, lines, get: () => http.get('/vms', { signal: never }) }
}

describe('the session with the engine', () => {
  it('begins with one login for all who ask', async () => {
    const { engine, get } = await start()
    await Promise.all(Array.from({ length: 20 }, get))
    expect(engine.logins()).toBe(1)
  })

  it('is renewed once when it expired under twenty callers, and each is served', async () => {
    const { engine, get } = await start({ maxConcurrent: 20 })
    await get()
    engine.tokens.clear()
    expect(await Promise.all(Array.from({ length: 20 }, get))).toEqual(Array.from({ length: 20 }, () => ({ ok: 1 })))
    expect(engine.logins()).toBe(2)
  })

  it('is renewed for an action too: a refused token means that nothing was done', async () => {
    const { engine, http, get } = await start()
    await get()
    engine.tokens.clear()
    expect(await http.post('/vms/33/migrate', {}, { signal: never })).toEqual({ ok: 1 })
  })

  it('survives a caller that no longer waits for the login', async () => {
    const caller = new AbortController()
    const held: (() => void)[] = []
    const { engine, http, get } = await start({}, (_asked, res) => {
      held.push(() => {
        engine.tokens.add('late')
        json(res, { access_token: 'late' })
      })
      caller.abort(new Error('gone'))
    })
    const other = get()
    await expect(http.get('/vms', { signal: caller.signal })).rejects.toThrow('gone')
    for (const release of held) release()
    expect(await other).toEqual({ ok: 1 })
    expect(held).toHaveLength(1)
  })

  it('ends with a logout', async () => {
    const { engine, http, get } = await start()
    await get()
    await http.close()
    expect(engine.tokens.size).toBe(0)
    expect(engine.asked.at(-1)).toMatchObject({
      path: '/services/sso-logout',
      body: 'scope=ovirt-app-api&token=token-1',
    })
  })

  it('asks a password function at each login', async () => {
    const given = ['wrong once', LOGIN.password]
    let nowMs = 0
    const { get } = await start({ password: () => given.shift() ?? '', now: () => nowMs })
    await expect(get()).rejects.toMatchObject({ code: 'engine-login-refused' })
    nowMs = 60_000
    expect(await get()).toEqual({ ok: 1 })
  })

  it('uses the token of a portal user as it is, without a login', async () => {
    const { engine, http } = await start()
    engine.tokens.add('of-a-user')
    expect(await http.get('', { signal: never, bearer: 'of-a-user' })).toEqual({ ok: 1 })
    await expect(http.get('', { signal: never, bearer: 'stale' })).rejects.toMatchObject({
      code: 'engine-unauthorized',
    })
    expect(engine.logins()).toBe(0)
  })
})

describe('a login that fails', () => {
  it('says who was refused and what to check', async () => {
    const { get } = await start({ password: 'wrong' })
    await expect(get()).rejects.toMatchObject({
      code: 'engine-login-refused',
      message: expect.stringMatching(
        /refused the login of admin@internal \(Cannot authenticate user .* access_denied\)\. Check engine\.username/,
      ),
    })
  })

  it('is not tried again at once: the engine locks accounts', async () => {
    let nowMs = 0
    const { engine, get } = await start({ password: 'wrong', now: () => nowMs })
    const attempts = () => engine.asked.length
    await expect(get()).rejects.toThrow()
    await expect(get()).rejects.toMatchObject({ code: 'engine-login-refused' })
    expect(attempts()).toBe(1)
    nowMs = 30_000
    await expect(get()).rejects.toThrow()
    expect(attempts()).toBe(2)
  })

  const replies: { why: string; sso: Answer; code: string; attempts: number }[] = [
    { why: 'HTML', sso: (_a, res) => void res.writeHead(200).end('<html>'), code: 'engine-bad-reply', attempts: 1 },
    { why: 'no token', sso: (_a, res) => json(res, { token_type: 'bearer' }), code: 'engine-bad-reply', attempts: 1 },
    { why: 'a number', sso: (_a, res) => json(res, { access_token: 5 }), code: 'engine-bad-reply', attempts: 1 },
    {
      why: 'line breaks',
      sso: (_a, res) => json(res, { access_token: 'a\nb' }),
      code: 'engine-bad-reply',
      attempts: 1,
    },
    { why: 'an empty 400', sso: (_a, res) => void res.writeHead(400).end(), code: 'engine-login-refused', attempts: 1 },
    { why: '503', sso: (_a, res) => void res.writeHead(503).end(), code: 'engine-unavailable', attempts: 3 },
    { why: 'a reset', sso: (_a, res) => void res.destroy(), code: 'engine-unreachable', attempts: 3 },
  ]
  for (const { why, sso, code, attempts } of replies) {
    it(`with ${why} is ${code}`, async () => {
      const { engine, get } = await start({}, sso)
      await expect(get()).rejects.toMatchObject({ code })
      expect(engine.asked).toHaveLength(attempts)
    })
  }

  it('before an action leaves no doubt that the action did not happen', async () => {
    const { engine, http } = await start({}, (_asked, res) => void res.destroy())
    const migrate = http.post('/vms/33/migrate', {}, { signal: never })
    await expect(migrate).rejects.toMatchObject({ code: 'engine-unreachable' })
    expect(engine.asked).toHaveLength(1)
  })
})

describe('secrets', () => {
  const password = 'hunter2-Secret'
  const echo: Answer = (asked, res) => json(res, { error: `bad form: ${decodeURIComponent(asked.body)}` }, 400)
  const halfToken: Answer = (_asked, res) =>
    void res.writeHead(200, { 'Content-Type': 'application/json' }).end('hunter2-Secret{"access_token":"abc')

  for (const [why, sso] of Object.entries({ 'echoes the form': echo, 'breaks off in the token': halfToken })) {
    it(`stay out of errors and logs when the engine ${why}`, async () => {
      const { get, lines } = await start({ password }, sso)
      const error: unknown = await get().catch((reason: unknown) => reason)
      expect(inspect([error, lines], { depth: 9 })).not.toMatch(/hunter2|"abc/)
    })
  }
})
