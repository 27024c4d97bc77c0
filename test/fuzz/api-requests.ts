/** Requests for every operation of an OpenAPI document: those that it allows, and those with something wrong about them. */
import fc from 'fast-check'
import { editedText } from './edited-text.ts'
import { fromJsonSchema, type JsonSchema, type SchemaContext } from './from-json-schema.ts'
import { type KindOfThing, kindsOfThing, known } from './known-things.ts'
import { anyText, editedJson, tellingTexts } from './strange-values.ts'

export type ApiRequest = Readonly<{
  method: string
  /** With the query, percent-encoded, below the API's base. */
  path: string
  headers: Readonly<Record<string, string>>
  body?: string
  /** administrator: a good token. stranger: one that the engine does not know. none: whatever the headers say. */
  as: 'administrator' | 'stranger' | 'none'
}>

type Parameter = Readonly<{ in: string; name: string; required?: boolean; schema: JsonSchema }>
type Operation = Readonly<{
  parameters?: readonly Parameter[]
  requestBody?: Readonly<{ content: Readonly<Record<string, Readonly<{ schema: JsonSchema }>>> }>
}>
export type OpenApi = Readonly<{
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  components?: Readonly<{ schemas?: Readonly<Record<string, JsonSchema>> }>
}>

const kindByName: Readonly<Record<string, KindOfThing>> = {
  clusterId: 'clusters',
  host: 'hosts',
  hostId: 'hosts',
  hosts: 'hosts',
  vmId: 'vms',
  policyId: 'policies',
  fromId: 'policies',
  unitId: 'policy-units',
  balanceUnitId: 'policy-units',
  ids: 'recommendations',
  version: 'versions',
  cursor: 'cursors',
  seenAtMs: 'times',
}

/** Requests as they should be, each operation as often as any other, and as many with something wrong. */
export function apiRequests({ paths, components }: OpenApi): fc.Arbitrary<ApiRequest> {
  const context: SchemaContext = {
    find(ref) {
      const schema = components?.schemas?.[ref.replace('#/components/schemas/', '')]
      if (schema === undefined) throw new Error(`the document has no ${ref}`)
      return schema
    },
    valueFor(name) {
      const kind = Object.hasOwn(kindByName, name) ? kindByName[name] : undefined
      if (kind !== undefined) return known(kind)
      return /Ids?$/.test(name) ? fc.constantFrom(...kindsOfThing).chain(known) : undefined
    },
  }
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  const sound = fc.oneof(...operations.map(each => soundRequest(each, context)))
  return fc.oneof({ weight: 2, arbitrary: sound.map(({ json, ...rest }) => withBody(rest, json)) }, wrong(sound))
}

/** A request with its body not yet text; `json` absent: it has none. */
type Draft = ApiRequest & Readonly<{ json?: unknown }>

function soundRequest(
  { method, path, operation }: Readonly<{ method: string; path: string; operation: Operation }>,
  context: SchemaContext,
): fc.Arbitrary<Draft> {
  const { parameters = [], requestBody } = operation
  const [, first = ''] = path.split('/')
  const kind = kindsOfThing.find(each => each === first)
  const id = kind === undefined ? fc.constant('') : known(kind)
  const asked = parameters.filter(each => each.in === 'query')
  const query = fc.record(
    Object.fromEntries(asked.map(({ name, schema }) => [name, fromJsonSchema(schema, context, name)])),
    { requiredKeys: asked.filter(({ required }) => required).map(({ name }) => name) },
  ) as fc.Arbitrary<Record<string, unknown>>
  const schema = requestBody?.content['application/json']?.schema
  const json = schema === undefined ? fc.constant(undefined) : fromJsonSchema(schema, context)
  return fc.tuple(id, query, json).map(([thing, given, body]) => ({
    method,
    path: path.replace('{id}', thing) + queryText(given),
    headers: {},
    as: 'administrator',
    ...(schema !== undefined && { json: body }),
  }))
}

const queryText = (given: Readonly<Record<string, unknown>>): string => {
  const pairs = Object.entries(given).map(([name, value]) => `${name}=${encoded(String(value))}`)
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** Lone surrogates, which have no encoding, become the sign that stands for what cannot be shown. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed()).replaceAll('%3A', ':')

function withBody(request: Omit<Draft, 'json'>, json: unknown): ApiRequest {
  if (json === undefined) return request
  return { ...request, headers: { 'Content-Type': 'application/json', ...request.headers }, body: JSON.stringify(json) }
}

const breakings = ['id', 'query', 'body', 'text', 'type', 'method', 'header', 'caller', 'path'] as const

function wrong(sound: fc.Arbitrary<Draft>): fc.Arbitrary<ApiRequest> {
  const edits = fc.record({
    what: fc.subarray([...breakings], { minLength: 1, maxLength: 2 }),
    text: anyText,
    telling: fc.constantFrom(...tellingTexts),
    badPath: fc.constantFrom('%ff', '%00', '%', '..%2f..', '%2e%2e', '%E0%A4%A', 'a%2Fb', 'x'.repeat(9_000), '%0d%0a'),
    method: fc.constantFrom('HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'POST', 'PUT', 'GET', 'QUERY'),
    type: fc.constantFrom(...oddTypes),
    header: oddHeader,
    as: fc.constantFrom<ApiRequest['as']>('stranger', 'none'),
    query: oddQuery,
  })
  return sound.chain(draft => {
    const json = draft.json === undefined ? fc.constant(undefined) : editedJson(fc.constant(draft.json))
    const text = editedText(fc.constant(JSON.stringify(draft.json ?? {})), oddPieces)
    return fc.tuple(edits, json, text).map(([edit, changed, tattered]) => {
      const has = (what: (typeof breakings)[number]) => edit.what.includes(what)
      const [pathname = '', query = ''] = draft.path.split(/\?(.*)/s)
      let path = pathname
      if (has('id')) path = path.replace(/known:[a-z-]+:\d+/, encoded(edit.text) || '%20')
      if (has('path')) path = path.replace(/[^/]*$/, edit.badPath)
      const asked = has('query') ? [query, edit.query].filter(part => part !== '').join('&') : query
      const { json: _sound, ...rest } = draft
      const request = withBody(
        { ...rest, path: asked === '' ? path : `${path}?${asked}` },
        has('body') ? changed : draft.json,
      )
      return {
        ...request,
        ...(has('method') && { method: edit.method }),
        ...(has('caller') && { as: edit.as }),
        ...(has('text') && { body: tattered }),
        headers: {
          ...request.headers,
          ...(has('text') && { 'Content-Type': 'application/json' }),
          ...(has('type') && edit.type),
          ...(has('header') && { [edit.header[0]]: edit.header[1] }),
        },
      }
    })
  })
}

const oddPieces = fc.oneof(
  fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '\0', '\ufeff', 'null', '1e999', '-', '[['.repeat(20_000)),
  fc.constantFrom('"__proto__":{},', '"\\ud800"', `"${'x'.repeat(300_000)}"`, '9'.repeat(400), '//', "'"),
  fc.string({ unit: 'binary', maxLength: 5 }),
)

const oddTypes: readonly Readonly<Record<string, string>>[] = [
  { 'Content-Type': 'text/plain' },
  { 'Content-Type': 'application/x-www-form-urlencoded' },
  { 'Content-Type': 'application/json; charset=utf-16' },
  { 'Content-Type': 'application/json; charset=x-none' },
  { 'Content-Type': 'application/json;;; charset' },
  { 'Content-Type': 'application/merge-patch+json' },
  { 'Content-Type': 'multipart/form-data; boundary=' },
  { 'Content-Type': '/' },
  { 'Content-Type': '' },
  { 'Content-Encoding': 'gzip' },
  { 'Content-Encoding': 'br' },
  { 'Content-Encoding': 'deflate' },
  { 'Content-Encoding': 'x-none' },
]

const oddHeader = fc.oneof(
  fc.constantFrom<[string, string]>(
    ['X-Request-Id', 'x'.repeat(5_000)],
    ['X-Request-Id', '{"a":"<b>"}'],
    ['X-Request-Id', ''],
    ['Accept', 'application/xml'],
    ['Accept', 'text/html;q=x,*/*;q=-1'],
    ['Accept', ','.repeat(2_000)],
    ['Accept-Encoding', 'gzip;q=0, br;q=1e9, *;q=x'],
    ['Accept-Encoding', 'identity;q=0'],
    ['Accept-Language', '\u00ff'],
    ['Authorization', 'Bearer'],
    ['Authorization', 'Basic YWRtaW46YWRtaW4='],
    ['Authorization', `Bearer ${'a'.repeat(7_000)}`],
    ['Authorization', 'Bearer a b'],
    ['Cookie', 'a=b; '.repeat(900)],
    ['X-Forwarded-For', 'unknown, ::ffff:1.2.3.4, ,'],
    ['X-Forwarded-Host', 'evil.example'],
    ['X-Forwarded-Proto', 'javascript'],
    ['Forwarded', 'for=_x'],
    ['Host', 'evil.example:99999'],
    ['Last-Event-ID', '-1'],
    ['Last-Event-ID', 'x:999999999999999999999'],
    ['If-None-Match', '*'],
    ['If-Modified-Since', 'never'],
    ['Range', 'bytes=0-,-1'],
    ['Expect', '200-ok'],
    ['Upgrade', 'websocket'],
    ['X-HTTP-Method-Override', 'DELETE'],
  ),
)

const oddQuery = fc.oneof(
  fc.constantFrom(
    'limit=1e3&limit=2',
    'limit=0x10',
    'limit=-1',
    'limit=99999999999999999999',
    'limit=%20%207',
    'limit[]=1',
    'limit[$gt]=1',
    'state=%00',
    '__proto__[x]=1',
    'constructor=1',
    'cursor=1.',
    'cursor=999999999999999.x',
    'cursor=0.%00',
    'fromMs=8640000000000001',
    'fromMs=9007199254740993',
    'untilMs=-0',
    'text=%25_%25',
    'text=%ff',
    'host=%ed%a0%80',
    'clusterId=',
    'ids=,,',
    'ids=a,a',
    'a&=&==',
    `text=${'x'.repeat(5_000)}`,
    'a=1&'.repeat(1_500),
  ),
  anyText.map(text => `text=${encoded(text)}`),
  anyText.map(text => `cursor=1.${encoded(text)}`),
  anyText.map(text => `clusterId=${encoded(text)}`),
  anyText.map(text => `host=${encoded(text)}`),
)
