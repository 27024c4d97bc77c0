import { describe, expect, it, vi } from 'vitest'
import { aCluster, aHost, aSnapshot } from '../../test/fakes/builders.ts'
import { fakeHost } from '../../test/fakes/host-dials.ts'
import { aLog } from '../../test/fakes/log.ts'
import { manualClock } from '../../test/fakes/manual-clock.ts'
import { loadConfig } from '../config/load-config.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { fleetHostsOf, startHosts } from './start-hosts.ts'

describe('startHosts', () => {
  it('reaches the hosts of a snapshot by the rules of their clusters, and counts them', async () => {
    const flags = { 'hosts.connect': 'Prod=libvirt+unix:/run/x,*=none' }
    const { config } = loadConfig({ environment: {}, flags })
    const metrics = createMetrics({ now: Date.now })
    const host = fakeHost(manualClock(), { reading: {} })
    const dialled: unknown[] = []
    const fleet = startHosts(config, { metrics, log: aLog().log }, (via, target) => {
      dialled.push([via, target])
      return host.dial
    })
    const clusters = [aCluster({ id: 'c1', name: 'Prod' }), aCluster({ id: 'c2', name: 'Test' })]
    const hosts = [aHost({ id: 'a', clusterId: 'c1' }), aHost({ id: 'b', clusterId: 'c2' })]
    fleet.follow(fleetHostsOf(aSnapshot({ clusters, hosts })))
    await vi.waitFor(() => expect(fleet.find('a')?.reading).toBeDefined())
    expect(dialled).toEqual([
      [
        { kind: 'libvirt+unix', path: '/run/x' },
        { hostId: 'a', address: undefined },
      ],
    ])
    expect(fleet.find('b')).toMatchObject({ cluster: { name: 'Test' }, standing: 'not-configured' })
    const lines = (await metrics.expose()).text.split('\n')
    expect(lines).toContain('ovirt_scheduler_hosts{cluster="Prod",state="connected"} 1')
    expect(lines).toContain('ovirt_scheduler_hosts{cluster="Test",state="not-configured"} 1')
    expect(lines).toContain('ovirt_scheduler_hosts{cluster="Prod",state="waiting"} 0')
    expect(lines).toContain('ovirt_scheduler_host_sample_duration_seconds_count{outcome="ok"} 1')
    expect(lines.some(line => line.startsWith('ovirt_scheduler_host_reading_age_seconds '))).toBe(true)
    fleet.close()
  })
})
