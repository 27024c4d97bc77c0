import { describe, expect, it } from 'vitest'
import { schedulerFunctions } from '../../../shared/sdk/scheduler.ts'
import { aCluster, aHost, aSnapshot, aVm, NOON_MS } from '../../../test/fakes/builders.ts'
import { aScheduler } from '../../../test/fakes/schedulers.ts'
import { startTestScript } from '../../../test/fakes/start-test-script.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { parseClusterSchedulers } from '../schedulers/cluster-schedulers.ts'
import { createSchedulers } from '../schedulers/create-schedulers.ts'

const cluster = aCluster()
const snapshot = aSnapshot({
  clusters: [cluster],
  hosts: [aHost(), aHost({ id: 'host2' }), aHost({ id: 'elsewhere', clusterId: 'other' })],
  vms: [aVm(), aVm({ id: 'vm2' }), aVm({ id: 'stranger', clusterId: 'other', hostId: 'elsewhere' })],
})
const at = { index: indexSnapshot(snapshot), cluster }

/** Each function says what it was given, so that the test sees what arrives in the sandbox. */
const source = `
  import { advise, askHost, askMove, defineScheduler, integer, notice } from 'ovirt-scheduler/sdk'
  export default defineScheduler({
    id: 'night_shift',
    name: 'Night shift',
    version: '2.1',
    writtenFor: '0.1',
    policies: ['Quiet', 'Busy'],
    parameters: { most: integer({ label: 'Most', help: 'VMs', min: 0, max: 9, default: 3 }) },
    selectedHosts: (_, { selected }) => selected.map(({ hostId }) => hostId),
    hasAnyHosts: (vm, candidates) => candidates.some(({ points }) => points > 5),
    selectHost: async (vm, candidates, { most }) => {
      const last = candidates.at(-1)
      return { hostId: last.host.id, because: { text: vm.name + ' goes to ' + last.host.name + ' of ' + most } }
    },
    loadBalance: ({ most }, { policy, given, hosts, vms, vmsOn, cluster }) =>
      advise([policy, given, most, hosts.length, vms.length, vmsOn('host1').length].join(' '), {
        moves: [askMove(vms[0], 'away', [hosts[1]]), askMove(vms[1], 'anywhere')],
        hostActions: [askHost(hosts[1], 'maintenance', 'it rests')],
        notices: [notice('cluster', cluster, 'look here')],
        skippedVms: [{ id: vms[0].id, name: 'x', reason: { text: 'later' } }],
      }),
    onTimerInvoked: (_, { cluster }) => { cluster.properties.changed = 'x' },
    onVmStatusChanged: ({ subject, from, to, atMs, event }) => advise([subject.name, from, to, atMs, event.code].join(' ')),
    onHostStatusChanged: ({ subject, from, to }) => advise([subject.name, from, to].join(' ')),
  })`

async function start(text = source) {
  const script = await startTestScript(text)
  const schedulers = createSchedulers({
    byDefault: aScheduler('default'),
    siteSchedulers: () => script.plugin.schedulers,
    clusters: parseClusterSchedulers(['Default=night_shift/Busy?most=7']).clusters,
    quarantineAfter: 5,
    elapsedMs: () => 0,
    now: () => NOON_MS,
  })
  return { script, schedulers, [Symbol.asyncDispose]: () => script[Symbol.asyncDispose]() }
}

describe('a scheduler in the sandbox', () => {
  it('is described by what it exports', async () => {
    await using script = await startTestScript(source)
    const [loaded] = script.plugin.schedulers
    expect(loaded).toMatchObject({
      scheduler: { id: 'night_shift', version: '2.1', policies: ['Quiet', 'Busy'], functions: schedulerFunctions },
      isolation: 'kernel',
      checksum: script.plugin.file.checksum,
    })
    expect(script.plugin.units).toEqual([])
  })

  it('answers with each of its functions', async () => {
    await using started = await start()
    const { schedulers } = started
    const asked = {
      ...at,
      vm: aVm(),
      candidates: [
        { hostId: 'host1', points: 9 },
        { hostId: 'host2', points: 4 },
      ],
    }
    expect(await schedulers.selectHost(asked)).toMatchObject({
      ok: true,
      by: 'night_shift',
      value: { hostId: 'host2', because: { text: 'vm1 goes to host2 of 7' } },
    })
    expect(await schedulers.selectedHosts(at)).toMatchObject({ value: ['host2'] })
    expect(await schedulers.hasAnyHosts(asked)).toMatchObject({ value: true })
    expect(await schedulers.hasAnyHosts({ ...asked, candidates: [{ hostId: 'host2' }] })).toMatchObject({
      value: false,
    })
    expect(await schedulers.loadBalance(at)).toMatchObject({
      value: {
        because: { code: 'site-unit', text: 'Busy most 7 2 2 2' },
        moves: [
          { vm: { id: 'vm1' }, toHostIds: ['host2'], because: { text: 'away' } },
          { vm: { id: 'vm2' }, because: { text: 'anywhere' } },
        ],
        hostActions: [{ host: { id: 'host2' }, action: 'maintenance' }],
        notices: [{ subject: { kind: 'cluster', name: 'Default' } }],
        skippedVms: [{ id: 'vm1', name: 'vm1', reason: { text: 'later' } }],
      },
    })
    const change = { from: 'up', to: 'down', atMs: 5, event: { code: 61, description: 'VM is down' } }
    expect(await schedulers.onStatusChanged(at, { kind: 'vm', id: 'vm2', ...change })).toMatchObject({
      value: { because: { text: 'vm2 up down 5 61' } },
    })
    expect(
      await schedulers.onStatusChanged(at, { kind: 'host', id: 'host2', ...change, from: undefined }),
    ).toMatchObject({
      value: { because: { text: 'host2  down' } },
    })
  })

  it('can change nothing outside, and fails where it tries', async () => {
    await using started = await start()
    expect(await started.schedulers.onTimerInvoked(at)).toMatchObject({ ok: false, code: 'failed' })
    expect(snapshot.clusters[0]?.properties).toEqual({})
  })

  it.each([
    {
      why: 'returns what cannot be meant',
      body: 'loadBalance: () => 7',
      says: "loadBalance must return advise('…') or nothing",
    },
    {
      why: 'gives no reason',
      body: 'loadBalance: () => ({ because: { text: "x" }, moves: [{ vmId: "vm1" }] })',
      says: 'each of moves must say why',
    },
    {
      why: 'throws',
      body: 'loadBalance: () => { throw new RangeError("too far") }',
      says: 'RangeError: too far (plugin.ts:',
    },
    { why: 'never returns', body: 'loadBalance: () => { for (;;); }', says: 'no answer in' },
    {
      why: 'writes a lie on its own',
      body: "loadBalance: () => ({ because: { text: 'x' }, moves: [{ vmId: 'stranger', because: { text: 'x' } }] })",
      says: 'the VM "stranger", which is not of this cluster',
    },
  ])('that $why gives no answer, and the next one does', async ({ why, body, says }) => {
    const text = `
      import { defineScheduler } from 'ovirt-scheduler/sdk'
      export default defineScheduler({ id: 'night_shift', name: 'N', version: '1', writtenFor: '0.1', policies: ['Busy'], parameters: {},
        ${body}, hasAnyHosts: () => true })`
    // The next call waits for a new process, which takes its time on a busy machine.
    const limits = { callTimeoutMs: why === 'never returns' ? 3_000 : 10_000 }
    await using script = await startTestScript(text, { limits })
    const schedulers = createSchedulers({
      byDefault: aScheduler('default'),
      siteSchedulers: () => script.plugin.schedulers,
      clusters: parseClusterSchedulers(['*=night_shift']).clusters,
      quarantineAfter: 5,
      elapsedMs: () => 0,
      now: () => NOON_MS,
    })
    const answered = await schedulers.loadBalance(at)
    expect(answered.ok ? '' : answered.message).toContain(says)
    const next = await schedulers.hasAnyHosts({ ...at, vm: aVm(), candidates: [{ hostId: 'host2' }] })
    expect(next).toMatchObject({ ok: true, value: true })
  })

  it('written for a newer version is loaded and not used', async () => {
    await using script = await startTestScript(source.replace("writtenFor: '0.1'", "writtenFor: '0.2'"))
    expect(script.plugin.schedulers[0]?.ignored).toContain('was written for version 0.2, this is 0.1.0')
  })

  it.each([
    ['id: "default"', '"default" comes with the service'],
    ['policies: []', 'night_shift.policies: needs at least one policy'],
  ])('with %s is refused', async (over, says) => {
    const text = `
      import { advise, defineScheduler } from 'ovirt-scheduler/sdk'
      export default { id: 'night_shift', name: 'N', version: '1', writtenFor: '0.1', policies: ['A'], parameters: {},
        loadBalance: () => undefined, ${over} }`
    await expect(startTestScript(text)).rejects.toThrow(says)
  })
})
