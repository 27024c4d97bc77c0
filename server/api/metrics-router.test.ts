import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { startApi } from '../../test/fakes/api-server.ts'
import { aLog } from '../../test/fakes/log.ts'
import { createMetrics, type Exposes } from '../telemetry/metrics.ts'
import { metricsRouter } from './metrics-router.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

async function scrape(metrics: Exposes = createMetrics({ now: () => 0 })) {
  const { log, lines } = aLog()
  const server = express().use(metricsRouter({ metrics, log })).listen(0, '127.0.0.1')
  ending.push(() => server.close())
  await new Promise(resolve => server.once('listening', resolve))
  const res = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`)
  return { res, text: await res.text(), lines }
}

describe('GET /metrics', () => {
  it('is the text that Prometheus reads', async () => {
    const { res, text } = await scrape()
    expect(res.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(text).toContain('ovirt_scheduler_http_errors_total{code="unauthenticated"} 0\n')
  })

  it('counts requests by route, not by path', async () => {
    const api = await startApi()
    ending.push(() => api.close())
    await api.call('GET', '/runs/none')
    await api.call('GET', '/nothing')
    const { text } = await scrape(api.deps.metrics)
    expect(text).toContain(
      'ovirt_scheduler_http_request_duration_seconds_count{method="GET",route="/runs/:id",status="404"} 1\n',
    )
    expect(text).toContain(
      'ovirt_scheduler_http_request_duration_seconds_count{method="GET",route="none",status="404"} 1\n',
    )
  })

  it('says so when the figures cannot be had', async () => {
    const { res, text, lines } = await scrape({ expose: () => Promise.reject(new Error('database is locked')) })
    expect(res.status).toBe(500)
    expect(text).not.toContain('locked')
    expect(lines).toMatchObject([{ level: 'error', fields: { error: { message: 'database is locked' } } }])
  })
})
