/** The REST API of the whole service, asked for every operation of the document that it serves. */
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import { type ApiErrorBody, apiErrorSchema } from '../../shared/api/errors.ts'
import { apiBase } from '../../shared/api/paths.ts'
import { assertAsDocumented, routeOf } from '../fakes/as-documented.ts'
import { type ApiRequest, apiRequests, type OpenApi } from './api-requests.ts'
import { type Door, knocksOf } from './door.ts'
import { createKnownThings, kindsOfThing } from './known-things.ts'
import { type RealService, startRealService } from './real-service.ts'

const PATIENCE_MS = 20_000
/** A caller may send 1,200 a minute; nobody here sends so many under one token. */
const CALLS_OF_A_TOKEN = 1_000
const LARGEST_HEAD = 16_000

type Answer = Readonly<{
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
}>

export async function restDoor(): Promise<Door> {
  const service = await startRealService()
  const things = createKnownThings()
  let token = await service.newToken()
  let calls = 0
  const send = async (asked: ApiRequest): Promise<Answer> => {
    if (++calls % CALLS_OF_A_TOKEN === 0) token = await service.newToken()
    const path = things.fill(asked.path, name => encodeURIComponent(name.toWellFormed()))
    const body = asked.body && things.fill(asked.body, name => JSON.stringify(name).slice(1, -1))
    return answerOf(service.port, { ...asked, path, ...(body !== undefined && { body }) }, token)
  }
  const get = async (path: string): Promise<unknown> => {
    const { status, text } = await send({ method: 'GET', path, headers: {}, as: 'administrator' })
    const body: unknown = JSON.parse(text)
    if (status === 200) things.learn(body)
    return status === 200 ? body : undefined
  }
  const document = (await get('/openapi.json')) as OpenApi
  for (let left = 100; (await get('/clusters')) === undefined; left--) {
    if (left === 0) throw new Error('the service reads nothing of its engine')
    await sleep(100)
  }
  const learnAll = async () => {
    for (const kind of kindsOfThing) await get(kind === 'policies' || kind === 'vms' ? '/history' : `/${kind}`)
  }
  await learnAll()
  await get('/clusters/known:clusters:0/policy')
  await get('/policies/known:policies:0/units')

  return {
    knocks: knocksOf(apiRequests(document), async asked => {
      const answer = await send(asked)
      if (calls % 200 === 0) await learnAll()
      return judged(asked, answer, { token, service, learn: things.learn })
    }),
    close: () => service.close(),
  }
}

type Judging = Readonly<{ token: string; service: RealService; learn(body: unknown): void }>

/** The kind of answer; throws for one that must not be. */
function judged(asked: ApiRequest, { status, headers, text }: Answer, { token, service, learn }: Judging): string {
  const complain = (why: string): never => {
    const errors = service.lines.splice(0).filter(({ level }) => level === 'error')
    const logged = errors.map(({ fields }) => fields.error).map(each => (each instanceof Error ? each.stack : each))
    throw new Error(`${why}: HTTP ${status} ${text.slice(0, 400)} ${logged.join('\n')}`)
  }
  if (text.includes(token)) complain('the answer holds the token')
  if (/\n? +at .+:\d+:\d+|node_modules|\/server\/|file:\/\//.test(text)) complain('the answer tells of our code')
  // Records for support tell administrators the whole configuration.
  if (!asked.path.includes('/support-records') && text.includes(service.directory))
    complain('the answer tells of our files')
  // Words of HTTP itself, before there is a request that anybody could look at.
  if (status === 431 || (status === 400 && text === '')) return 'not HTTP'
  if (asked.method === 'HEAD') return `${status} ${text === '' ? 'HEAD' : complain('HEAD has a body')}`
  const type = String(headers['content-type'])
  if (status === 417) return 'expectation failed'
  if (type.startsWith('text/event-stream') && routeOf(asked.method, asked.path)?.stream) return 'events'
  if (type.startsWith('application/xml') && routeOf(asked.method, asked.path)?.alsoXml) return '200 XML'
  if (!type.startsWith('application/json')) complain(`an answer of ${type}`)
  const body: unknown = JSON.parse(text)
  if (status < 400) learn(body)
  else if (apiErrorSchema.parse(body).code === 'internal') complain('a defect')
  try {
    assertAsDocumented(asked.method, asked.path, { status, body })
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error))
  }
  if (service.lines.length > 5_000) service.lines.splice(0)
  return status < 400 ? String(status) : (body as ApiErrorBody).code
}

/** Sends it as it is; what cannot be sent by Node’s client is a fault of the generator. */
function answerOf(port: number, { method, path, headers, body, as }: ApiRequest, token: string): Promise<Answer> {
  const bearer = as === 'administrator' ? token : 'nobody-knows-this'
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path: `${apiBase}${path}`,
        agent: false,
        timeout: PATIENCE_MS,
        headers: {
          ...(as !== 'none' && { Authorization: `Bearer ${bearer}` }),
          // Strangers are counted by address.
          'X-Forwarded-For': `10.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}.1`,
          ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
          ...headers,
        },
      },
      res => {
        // Events never end: that they begin is all there is to see.
        if (String(res.headers['content-type']).startsWith('text/event-stream')) {
          resolve({ status: res.statusCode ?? 0, headers: res.headers, text: '' })
          res.destroy()
          return
        }
        const pieces: Buffer[] = []
        res.on('data', (piece: Buffer) => pieces.push(piece))
        res.on('error', reject)
        res.on('end', () => {
          const { status, headers } = { status: res.statusCode ?? 0, headers: res.headers }
          resolve({ status, headers, text: decoded(Buffer.concat(pieces), headers['content-encoding']) })
        })
      },
    )
    req.on('timeout', () => req.destroy(new Error(`no answer in ${PATIENCE_MS} ms`)))
    req.on('error', error => {
      // Node says 431 to so large a head and closes, which may be before all of it was sent.
      if (path.length > LARGEST_HEAD) resolve({ status: 431, headers: {}, text: '' })
      else reject(error)
    })
    req.end(body)
  })
}

function decoded(body: Buffer, encoding: string | undefined): string {
  if (encoding === undefined || body.length === 0) return body.toString('utf8')
  const decode = { gzip: gunzipSync, br: brotliDecompressSync, deflate: inflateSync, zstd: zstdDecompressSync }[
    encoding
  ]
  if (decode === undefined) throw new Error(`an answer encoded as ${encoding}`)
  return decode(body).toString('utf8')
}
