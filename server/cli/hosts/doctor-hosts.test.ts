import { describe, expect, it } from 'vitest'
import { aCluster, aHost, aSnapshot } from '../../../test/fakes/builders.ts'
import { fakeHost } from '../../../test/fakes/host-dials.ts'
import { manualClock } from '../../../test/fakes/manual-clock.ts'
import { loadConfig } from '../../config/load-config.ts'
import type { Dial } from '../../hosts/host-client.ts'
import { HostError } from '../../hosts/host-error.ts'
import type { Finding } from '../doctor-findings.ts'
import { hostFindings } from './doctor-hosts.ts'

const clock = manualClock()
const answers = () => fakeHost(clock)
const refuses = (code: 'host-unreachable' | 'host-certificate', message: string) =>
  fakeHost(clock, { refuses: new HostError(code, message) })

const [prod, test] = [aCluster({ id: 'c1', name: 'Prod' }), aCluster({ id: 'c2', name: 'Test' })]
const host = (id: string, over: Parameters<typeof aHost>[0] = {}) =>
  aHost({ id, clusterId: 'c1', address: `${id}.example`, ...over })

async function find(
  connect: string,
  hosts: ReturnType<typeof aHost>[],
  dialOf: (id: string) => Dial,
  deadlineMs = 5000,
) {
  const flags = { 'hosts.connect': connect, 'hosts.vdsmTls': false }
  const { config } = loadConfig({ environment: {}, flags })
  const snapshot = aSnapshot({ clusters: [prod, test], hosts })
  const found: Finding[] = []
  const readDials =
    () =>
    (_via: unknown, { hostId }: { hostId: string }) =>
      dialOf(hostId)
  for await (const finding of hostFindings(snapshot, config, { readDials, deadlineMs })) found.push(finding)
  return found
}

describe('hostFindings', () => {
  it('says that no host is asked itself', async () => {
    expect(await find('*=none', [host('a')], () => expect.fail('dialled'))).toEqual([
      { state: 'ok', what: 'hosts are not asked themselves: hosts.connect names no connection' },
    ])
  })

  it('tells how many answer, and each that does not with why and the fix', async () => {
    const bad = refuses('host-certificate', 'Its certificate has expired.')
    const found = await find('*=vdsm', [host('a'), host('b'), host('c', { clusterId: 'c2' })], id =>
      id === 'b' ? bad.dial : answers().dial,
    )
    expect(found).toEqual([
      { state: 'ok', what: 'cluster Prod: 1 of 2 hosts answer over vdsm' },
      {
        state: 'failed',
        what: 'host b over vdsm: Its certificate has expired. (host-certificate)',
        fix: expect.stringMatching(/hosts\.caFile/),
      },
      { state: 'ok', what: 'cluster Test: 1 of 1 hosts answer over vdsm' },
    ])
  })

  it('lets go of every host that it has tried', async () => {
    const [a, b] = [answers(), answers()]
    await find('*=vdsm', [host('a'), host('b')], id => (id === 'a' ? a.dial : b.dial))
    expect([a, b].map(fake => [fake.dialledAtMs.length, fake.open()])).toEqual([
      [1, 0],
      [1, 0],
    ])
  })

  it('leaves alone who would not answer, and names who has no address', async () => {
    const { address: _, ...homeless } = host('b')
    const found = await find('*=vdsm', [host('a', { status: 'maintenance' }), homeless], () => expect.fail('dialled'))
    expect(found).toEqual([
      { state: 'warning', what: 'host b: The engine tells no address of it.', fix: 'Give it one in the engine.' },
    ])
  })

  it('tries twenty at most, of as many clusters as there are', async () => {
    const tried: string[] = []
    const hosts = Array.from({ length: 30 }, (_, at) => host(`p${at}`))
    const found = await find('*=vdsm', [...hosts, host('t', { clusterId: 'c2' })], id => {
      tried.push(id)
      return answers().dial
    })
    expect([tried.length, tried.includes('t')]).toEqual([20, true])
    expect(found.map(({ what }) => what)).toEqual([
      'cluster Prod: 19 of 19 hosts answer over vdsm',
      'cluster Test: 1 of 1 hosts answer over vdsm',
      '11 more hosts were not tried; GET /hosts of the service tells of all',
    ])
  })

  it('names a cluster that does not exist', async () => {
    const found = await find('Pord=vdsm', [], () => expect.fail('dialled'))
    expect(found).toEqual([
      {
        state: 'warning',
        what: 'hosts.connect: there is no cluster "Pord"; did you mean "Prod"?',
        fix: 'Mend hosts.connect.',
      },
    ])
  })

  it('waits for no host longer than it may', async () => {
    const mute = fakeHost(clock, { refuses: 'silence' })
    const found = await find('*=vdsm', [host('a'), host('b')], () => mute.dial, 50)
    expect(found.map(({ what }) => what)).toEqual([
      'host a over vdsm: No answer within 0.05 s. (host-timeout)',
      'host b over vdsm: No answer within 0.05 s. (host-timeout)',
    ])
  })
})
