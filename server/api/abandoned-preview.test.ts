import { expect, it } from 'vitest'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { aCluster } from '../../test/fakes/builders.ts'

const start = apiPerTest()

it('a preview is told when nobody waits for it any more', async () => {
  const begun = Promise.withResolvers<void>()
  const told = Promise.withResolvers<string>()
  const { url } = await start({
    previewPolicy: (_cluster, _change, _index, signal) => {
      signal.addEventListener('abort', () => told.resolve('told'))
      begun.resolve()
      return new Promise(() => undefined)
    },
  })
  const client = new AbortController()
  const asking = fetch(`${url}/clusters/${aCluster().id}/policy/preview`, {
    method: 'POST',
    headers: { Authorization: 'Bearer admin', 'Content-Type': 'application/json' },
    body: JSON.stringify({ properties: {} }),
    signal: client.signal,
  })
  await begun.promise
  client.abort()
  await expect(asking).rejects.toThrow()
  expect(await told.promise).toBe('told')
})
