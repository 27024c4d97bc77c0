import { describe, expect, it } from 'vitest'
import { createMetrics, type Exposes, joinedMetrics, processMetrics } from './metrics.ts'

const exposed = async (metrics: Exposes) => (await metrics.expose()).text.split('\n')

describe('createMetrics', () => {
  it('dates the snapshot at the time of the scrape', async () => {
    let nowMs = 10_000
    const metrics = createMetrics({ now: () => nowMs })
    metrics.snapshotRead({ takenAtMs: 10_000, durationMs: 1500, requests: 9 })
    nowMs = 17_000
    const lines = await exposed(metrics)
    expect(lines).toContain('ovirt_scheduler_snapshot_age_seconds 7')
    expect(lines).toContain('ovirt_scheduler_snapshot_duration_seconds 1.5')
    expect(lines).toContain('ovirt_scheduler_snapshot_requests 9')
    expect(lines).toContain('ovirt_scheduler_snapshot_reads_total{outcome="ok"} 1')
  })

  it('says nothing of a snapshot that was never read', async () => {
    const lines = await exposed(createMetrics({ now: () => 0 }))
    expect(lines.filter(line => /^ovirt_scheduler_snapshot_(age|duration|requests)/.test(line))).toEqual([])
  })

  it('asks for the counts by state on each scrape and forgets states that are gone', async () => {
    const metrics = createMetrics({ now: () => 0 })
    let counts = [
      { cluster: 'Prod', state: 'open', count: 2 },
      { cluster: 'Prod', state: 'applying', count: 1 },
      { cluster: 'Old', state: 'open', count: 4 },
    ]
    metrics.countRecommendations(async () => counts)
    expect(await exposed(metrics)).toContain('ovirt_scheduler_recommendations{cluster="Prod",state="open"} 2')
    counts = [{ cluster: 'Prod', state: 'open', count: 3 }]
    const lines = await exposed(metrics)
    expect(lines).toContain('ovirt_scheduler_recommendations{cluster="Prod",state="open"} 3')
    expect(lines.some(line => /applying|Old/.test(line))).toBe(false)
  })

  it('counts requests and calls by their labels, in seconds', async () => {
    const metrics = createMetrics({ now: () => 0 })
    metrics.httpRequest({ method: 'GET', route: '/clusters/:id', status: 200, durationMs: 20 })
    metrics.xmlrpcCall({ method: 'runFilters', outcome: 'fault', durationMs: 2 })
    metrics.unitCall({ unitId: 'host_memory_balance', function: 'balance', result: 'ok', durationMs: 1 })
    const lines = await exposed(metrics)
    expect(lines).toContain(
      'ovirt_scheduler_http_request_duration_seconds_sum{method="GET",route="/clusters/:id",status="200"} 0.02',
    )
    expect(lines).toContain('ovirt_scheduler_xmlrpc_call_duration_seconds_count{method="runFilters",outcome="fault"} 1')
    expect(lines).toContain(
      'ovirt_scheduler_unit_call_duration_seconds_count{unit="host_memory_balance",function="balance",outcome="ok"} 1',
    )
  })

  it('counts samples of hosts by outcome, and those whose turn was skipped', async () => {
    const metrics = createMetrics({ now: () => 0 })
    metrics.hostSampled({ outcome: 'ok', durationMs: 40 })
    metrics.hostSampled({ outcome: 'host-timeout', durationMs: 10_000 })
    metrics.hostSampleSkipped()
    metrics.countHosts(async () => [{ cluster: 'Prod', state: 'connected', count: 3 }])
    const lines = await exposed(metrics)
    expect(lines).toContain('ovirt_scheduler_host_sample_duration_seconds_sum{outcome="ok"} 0.04')
    expect(lines).toContain('ovirt_scheduler_host_sample_duration_seconds_count{outcome="host-timeout"} 1')
    expect(lines).toContain('ovirt_scheduler_host_samples_skipped_total 1')
    expect(lines).toContain('ovirt_scheduler_hosts{cluster="Prod",state="connected"} 3')
  })

  it('dates the oldest reading of a host at the time of the scrape, when there is one', async () => {
    const metrics = createMetrics({ now: () => 20_000 })
    let oldestAtMs: number | undefined
    metrics.oldestHostReading(() => oldestAtMs)
    const ages = async () => (await exposed(metrics)).filter(line => line.startsWith('ovirt_scheduler_host_reading'))
    expect(await ages()).toEqual([])
    oldestAtMs = 5000
    expect(await ages()).toEqual(['ovirt_scheduler_host_reading_age_seconds 15'])
    oldestAtMs = undefined
    expect(await ages()).toEqual([])
  })

  it('counts what was decided, carried out and written by its outcome', async () => {
    const metrics = createMetrics({ now: () => 0 })
    metrics.advised({ cluster: 'Prod', outcome: 'nothing', durationMs: 2 })
    metrics.planned({ cluster: 'Prod', objective: 'balance', outcome: 'moves', durationMs: 3000 })
    metrics.dutyDone({ cluster: 'Prod', duty: 'approve', outcome: 'failed', durationMs: 1 })
    metrics.gateRefused('host-full')
    metrics.runEnded({ cluster: 'Prod', outcome: 'done', durationMs: 90_000 })
    metrics.stepEnded({ cluster: 'Prod', outcome: 'failed', durationMs: 4000 })
    metrics.tuningRound({ outcome: 'ok', durationMs: 20 })
    metrics.knobChange({ knob: 'balloon', by: 'policy', outcome: 'made' })
    metrics.storeWrite({ operation: 'appendAudit', outcome: 'ok', durationMs: 1 })
    metrics.engineRequest({ method: 'GET', outcome: '200', durationMs: 50 })
    metrics.httpError('unauthenticated')
    expect(await exposed(metrics)).toEqual(
      expect.arrayContaining([
        'ovirt_scheduler_advice_duration_seconds_count{cluster="Prod",outcome="nothing"} 1',
        'ovirt_scheduler_plan_duration_seconds_sum{cluster="Prod",objective="balance",outcome="moves"} 3',
        'ovirt_scheduler_duty_duration_seconds_count{cluster="Prod",duty="approve",outcome="failed"} 1',
        'ovirt_scheduler_gate_refusals_total{code="host-full"} 1',
        'ovirt_scheduler_run_duration_seconds_sum{cluster="Prod",outcome="done"} 90',
        'ovirt_scheduler_step_duration_seconds_sum{cluster="Prod",outcome="failed"} 4',
        'ovirt_scheduler_tuning_round_duration_seconds_sum{outcome="ok"} 0.02',
        'ovirt_scheduler_knob_changes_total{knob="balloon",by="policy",outcome="made"} 1',
        'ovirt_scheduler_store_write_duration_seconds_count{operation="appendAudit",outcome="ok"} 1',
        'ovirt_scheduler_engine_request_duration_seconds_count{method="GET",outcome="200"} 1',
        'ovirt_scheduler_http_errors_total{code="unauthenticated"} 1',
        'ovirt_scheduler_http_errors_total{code="too-many-requests"} 0',
      ]),
    )
  })

  it('tells how clusters stand, and forgets whatever is of one that is gone', async () => {
    const metrics = createMetrics({ now: () => 0 })
    const imbalance = { memoryPercent: 4, cpuPercent: 9 }
    const prod = { cluster: 'Prod', score: 81, imbalance, hostsBeyondLimits: 0 }
    metrics.clustersRead([prod, { cluster: 'Old', score: 50, imbalance, hostsBeyondLimits: 2 }])
    for (const cluster of ['Prod', 'Old']) {
      metrics.advised({ cluster, outcome: 'nothing', durationMs: 1 })
      metrics.planned({ cluster, objective: 'balance', outcome: 'moves', durationMs: 1 })
      metrics.dutyDone({ cluster, duty: 'plan', outcome: 'ok', durationMs: 1 })
      metrics.stepEnded({ cluster, outcome: 'done', durationMs: 1 })
      metrics.runEnded({ cluster, outcome: 'done', durationMs: 1 })
      metrics.xmlrpcCall({ method: 'runFilters', cluster, outcome: 'ok', durationMs: 1 })
    }
    const ofOld = async () => (await exposed(metrics)).filter(line => line.includes('cluster="Old"'))
    expect(new Set((await ofOld()).map(line => line.replace(/(_bucket|_sum|_count)?\{.*/, '')))).toEqual(
      new Set([
        'ovirt_scheduler_cluster_score',
        'ovirt_scheduler_cluster_imbalance_percent',
        'ovirt_scheduler_cluster_hosts_beyond_limits',
        'ovirt_scheduler_advice_duration_seconds',
        'ovirt_scheduler_plan_duration_seconds',
        'ovirt_scheduler_duty_duration_seconds',
        'ovirt_scheduler_step_duration_seconds',
        'ovirt_scheduler_run_duration_seconds',
        'ovirt_scheduler_xmlrpc_call_duration_seconds',
      ]),
    )
    metrics.clustersRead([{ ...prod, score: undefined }])
    expect(await ofOld()).toEqual([])
    const lines = await exposed(metrics)
    expect(lines).toEqual(
      expect.arrayContaining([
        'ovirt_scheduler_cluster_imbalance_percent{cluster="Prod",resource="memory"} 4',
        'ovirt_scheduler_cluster_imbalance_percent{cluster="Prod",resource="cpu"} 9',
        'ovirt_scheduler_cluster_hosts_beyond_limits{cluster="Prod"} 0',
        'ovirt_scheduler_step_duration_seconds_count{cluster="Prod",outcome="done"} 1',
        'ovirt_scheduler_xmlrpc_call_duration_seconds_count{method="runFilters",outcome="ok",cluster="Prod"} 1',
      ]),
    )
    // Not measured this time.
    expect(lines.some(line => line.startsWith('ovirt_scheduler_cluster_score{'))).toBe(false)
  })

  it('says of each series which engine it is of, and of the process nothing', async () => {
    const [berlin, oslo] = ['berlin', 'oslo'].map(engine => createMetrics({ now: () => 0, engine }))
    if (berlin === undefined || oslo === undefined) throw new Error('two engines')
    berlin.httpError('forbidden')
    const lines = await exposed(joinedMetrics([processMetrics(), berlin, oslo]))
    const own = lines.filter(line => line.startsWith('ovirt_scheduler_'))
    expect(own.length).toBeGreaterThan(8)
    expect(own.filter(line => !/engine="(berlin|oslo)"/.test(line))).toEqual([])
    expect(own).toContain('ovirt_scheduler_http_errors_total{code="forbidden",engine="berlin"} 1')
    expect(own).toContain('ovirt_scheduler_http_errors_total{code="forbidden",engine="oslo"} 0')
    const memory = lines.filter(line => line.startsWith('process_resident_memory_bytes'))
    expect(memory).toEqual([expect.stringMatching(/^process_resident_memory_bytes \d/)])
    const names = lines.filter(line => line.startsWith('# TYPE '))
    expect(new Set(names).size).toBe(names.length)
  })

  it('names everything under one prefix', async () => {
    const names = (await exposed(createMetrics({ now: () => 0 }))).filter(line => line.startsWith('# HELP '))
    expect(names.length).toBeGreaterThan(8)
    expect(names.filter(line => !line.startsWith('# HELP ovirt_scheduler_'))).toEqual([])
  })
})
