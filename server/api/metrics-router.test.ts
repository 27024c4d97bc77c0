import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { startApi } from '../../test/fakes/api-server.ts'
import { aRecommendation, aRun } from '../../test/fakes/builders.ts'
import { aLog } from '../../test/fakes/log.ts'
import { fakeApplier, fakeRecommendations } from '../../test/fakes/services.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { type MetricsRouterDeps, metricsRouter } from './metrics-router.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

async function scrape(over: Partial<MetricsRouterDeps> = {}) {
  const { log, lines } = aLog()
  const deps = {
    metrics: createMetrics({ now: () => 0 }),
    recommendations: fakeRecommendations([
      aRecommendation(),
      aRecommendation({ id: 'r2' }),
      aRecommendation({ id: 'r3', state: 'applied' }),
    ]),
    applier: fakeApplier([aRun({ state: 'running' })]),
    log,
    ...over,
  }
  const server = express().use(metricsRouter(deps)).listen(0, '127.0.0.1')
  ending.push(() => server.close())
  await new Promise(resolve => server.once('listening', resolve))
  const res = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`)
  return { res, text: await res.text(), lines }
}

describe('GET /metrics', () => {
  it('counts what is open and under way', async () => {
    const { res, text } = await scrape()
    expect(res.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(text).toContain('ovirt_scheduler_recommendations{state="open"} 2\n')
    expect(text).toContain('ovirt_scheduler_recommendations{state="applying"} 0\n')
    expect(text).toContain('ovirt_scheduler_runs{state="running"} 1\n')
  })

  it('counts requests by route, not by path', async () => {
    const api = await startApi()
    ending.push(() => api.close())
    await api.call('GET', '/runs/none')
    await api.call('GET', '/nothing')
    const { text } = await scrape({ metrics: api.deps.metrics })
    expect(text).toContain(
      'ovirt_scheduler_http_request_duration_seconds_count{method="GET",route="/runs/:id",status="404"} 1\n',
    )
    expect(text).toContain(
      'ovirt_scheduler_http_request_duration_seconds_count{method="GET",route="none",status="404"} 1\n',
    )
  })

  it('says so when the figures cannot be had', async () => {
    const broken = { ...fakeRecommendations(), count: () => Promise.reject(new Error('database is locked')) }
    const { res, text, lines } = await scrape({ recommendations: broken })
    expect(res.status).toBe(500)
    expect(text).not.toContain('locked')
    expect(lines).toMatchObject([{ level: 'error', fields: { error: { message: 'database is locked' } } }])
  })
})
