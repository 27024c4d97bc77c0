/** An engine whose answers are not as documented: our reader of it, and what looks at the snapshot that comes of it. */
import type { ServerResponse } from 'node:http'
import fc from 'fast-check'
import { createEngineHttp } from '../../server/engine/engine-http.ts'
import { EngineError } from '../../server/engine/http/engine-error.ts'
import { readSnapshot } from '../../server/engine/read-snapshot.ts'
import { answerWithSamples, samplePaths } from '../fakes/engine-samples.ts'
import { json, LOGIN, startEngineServer } from '../fakes/engine-server.ts'
import { aLog } from '../fakes/log.ts'
import { type Door, knocksOf } from './door.ts'
import { editedText } from './edited-text.ts'
import { lookAtSnapshot } from './look-at-snapshot.ts'
import { editedJson, strangeValue } from './strange-values.ts'

const PATIENCE_MS = 20_000

/** What is answered for one path, in place of the sample. */
type Lie = Readonly<{ path: string; status: number; type: string; body: string }>

const oddPieces = fc.constantFrom('{', '}', '[', ']', '"', ',', '\0', '\ufeff', 'null', '1e999', '\\ud800', '<html>')

function lieFor(path: string, sound: unknown): fc.Arbitrary<Lie> {
  const text = JSON.stringify(sound)
  const lie = { path, status: 200, type: 'application/json' }
  return fc.oneof(
    { weight: 12, arbitrary: editedJson(fc.constant(sound), 2).map(body => ({ ...lie, body: JSON.stringify(body) })) },
    { weight: 1, arbitrary: strangeValue.map(body => ({ ...lie, body: JSON.stringify(body) })) },
    { weight: 2, arbitrary: editedText(fc.constant(text), oddPieces).map(body => ({ ...lie, body })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(201, 204, 302, 400, 404, 409, 418, 500), fc.constantFrom('text/html', '', '*/*'))
        .map(([status, type]) => ({ path, status, type, body: status === 204 ? '' : text.slice(0, 200) })),
    },
  )
}

/** Of one path or two. */
const lies = (samples: Readonly<Record<string, unknown>>): fc.Arbitrary<Lie[]> =>
  fc
    .subarray(Object.keys(samples), { minLength: 1, maxLength: 2 })
    .chain(paths => fc.tuple(...paths.map(path => lieFor(path, samples[path]))))

export async function engineDoor(): Promise<Door> {
  let told: readonly Lie[] = []
  const answer = answerWithSamples()
  const engine = await startEngineServer({
    api(asked, res: ServerResponse) {
      const lie = told.find(({ path }) => path === asked.path)
      if (lie === undefined) return answer(asked, res)
      res.writeHead(lie.status, { 'Content-Type': lie.type })
      res.end(lie.body)
    },
    // A login that lies has tests of its own.
    sso(_asked, res) {
      engine.tokens.add('token')
      json(res, { access_token: 'token', scope: 'ovirt-app-api', token_type: 'bearer' })
    },
  })
  const http = createEngineHttp({
    baseUrl: engine.baseUrl,
    ...LOGIN,
    requestTimeoutMs: PATIENCE_MS,
    maxConcurrent: 4,
    retryDelaysMs: [1],
    log: aLog().log,
  })
  return {
    knocks: knocksOf(lies(samplePaths()), async given => {
      told = given
      const asked = engine.asked as unknown[]
      asked.length = 0
      try {
        const snapshot = await readSnapshot(http, AbortSignal.timeout(PATIENCE_MS), () => 1_787_140_800_000)
        await lookAtSnapshot(snapshot)
        return snapshot.problems === undefined ? 'whole' : 'in part'
      } catch (error) {
        if (error instanceof EngineError && error.message !== '') return error.code
        throw error
      }
    }),
    async close() {
      await http.close()
      await engine.close()
    },
  }
}
