import type { Express } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { apiErrors } from '../../shared/api/errors.ts'
import { apiPaths } from '../../shared/api/paths.ts'
import { type ApiServer, startApi } from '../../test/fakes/api-server.ts'
import { apiApp } from './api-app.ts'
import { errorsOf, openapiDocument, openapiPath, openapiText } from './openapi.ts'
import { allRoutes } from './routes.ts'

let api: ApiServer | undefined
afterEach(async () => {
  await api?.close()
  api = undefined
})

const document = openapiDocument('0.1.0')
const documented = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.keys(item).map(method => `${method.toUpperCase()} ${path}`),
)

/** `METHOD path` of everything the Express app really answers. */
const served = (app: Express) =>
  app.router.stack.flatMap(({ route }) =>
    route === undefined
      ? []
      : [...new Set(route.stack.map(({ method }) => `${method.toUpperCase()} ${openapiPath(route.path)}`))],
  )

/** Every member called `$ref`, however deep. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => (name === '$ref' ? [String(member)] : references(member)))
}

describe('the OpenAPI document', () => {
  it('names exactly what is served', async () => {
    api = await startApi()
    expect(documented.toSorted()).toEqual([...new Set(served(apiApp(api.deps)))].toSorted())
  })

  it('is served without a token, as it is written to a file', async () => {
    api = await startApi()
    const { body } = await api.call('GET', '/openapi.json', { token: '' })
    expect(body).toEqual(JSON.parse(openapiText('0.1.0')))
    expect(body).toMatchObject({ openapi: '3.1.1', info: { version: '0.1.0' } })
  })

  it('uses every path that the portal knows', () => {
    expect([...new Set(allRoutes.map(({ path }) => path))].toSorted()).toEqual(Object.values(apiPaths).toSorted())
  })

  it('refers to nothing that is not in it', () => {
    const schemas = Object.keys(document.components?.schemas ?? {})
    expect(
      [...new Set(references(document))].filter(ref => !schemas.includes(ref.replace('#/components/schemas/', ''))),
    ).toEqual([])
    expect(schemas).toEqual(expect.arrayContaining(['ApiError', 'Recommendation', 'Run', 'ClusterPolicy', 'LiveEvent']))
  })

  it('declares the parameters of every path, and who may call', () => {
    for (const { path, method, access } of allRoutes) {
      const operation = document.paths?.[openapiPath(path)]?.[method]
      expect(JSON.stringify(operation?.parameters ?? []).includes('"in":"path"')).toBe(path.includes(':id'))
      expect(operation?.security).toEqual(access === 'open' ? [] : [{ portalToken: [] }])
    }
  })

  it('says which bodies may be left out', () => {
    const body = (path: string, method: 'put' | 'post') => document.paths?.[path]?.[method]?.requestBody
    expect(body('/clusters/{id}/policy', 'put')).toMatchObject({ required: true })
    expect(body('/recommendations/{id}/dismiss', 'post')).toMatchObject({ required: false })
  })

  it('lets replies grow, and requests not', () => {
    const text = JSON.stringify(document.components?.schemas?.Recommendation)
    expect(text).not.toContain('"additionalProperties":false')
    expect(document.components?.schemas?.SaveClusterPolicy).toMatchObject({ additionalProperties: false })
  })

  it('uses every error code somewhere; those of unknown paths, and of one of several, belong to none', () => {
    const used = new Set(allRoutes.flatMap(errorsOf))
    expect(Object.keys(apiErrors).filter(code => ![...used].some(known => known === code))).toEqual([
      'method-not-allowed',
      'not-tried',
    ])
  })
})
