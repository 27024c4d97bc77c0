import { describe, expect, it } from 'vitest'
import { aCluster, aHost, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import type { Snapshot } from './snapshot.ts'
import { parseSnapshot } from './snapshot-schema.ts'

const rule = { enabled: true, positive: true, enforcing: false }

/** With every member that a snapshot may have. */
const full: Snapshot = aSnapshot({
  clusters: [
    aCluster({
      scheduling: { version: '4.7', architecture: 'x86_64', haReservation: true, onError: 'do_not_migrate' },
      memory: { ballooning: true, ksm: false, ksmMergeAcrossNodes: true },
    }),
  ],
  hosts: [
    aHost({
      scheduling: {
        sockets: 2,
        spm: 'contending',
        totalVms: 0,
        numaSupported: false,
        os: { family: 'RHEL', version: '9.4 - 1.el9' },
        powerManagement: { enabled: true, automatic: false },
        externalStatus: 'ok',
        hostedEngine: {
          configured: true,
          active: true,
          score: 3400,
          localMaintenance: false,
          globalMaintenance: false,
        },
      },
    }),
  ],
  vms: [
    aVm({
      scheduling: {
        topology: { sockets: 2, cores: 1, threads: 1 },
        priority: 50,
        pinning: 'manual',
        cpuPins: { 0: '0-3,^2' },
        highPerformance: true,
        customProperties: { hugepages: '2048' },
        customVersion: '4.6',
        customMachine: 'pc-q35-rhel9.2.0',
        customCpu: 'Icelake-Server',
        cpuPassthrough: true,
        ioThreads: 1,
        leaseDomainId: 'sd1',
      },
    }),
  ],
  affinityGroups: [
    {
      id: 'g1',
      name: 'together',
      clusterId: 'c1',
      priority: 1.5,
      vmIds: ['vm1'],
      hostIds: ['host1'],
      vmRule: rule,
      hostRule: rule,
    },
  ],
  problems: [{ path: 'vm[0].memory', problem: 'is missing' }],
})

describe('parseSnapshot', () => {
  const snapshots: { why: string; snapshot: Snapshot }[] = [
    { why: 'with every member', snapshot: full },
    { why: 'without those that may be absent', snapshot: aSnapshot() },
    { why: 'of an engine without affinity groups', snapshot: aSnapshot({ affinityGroups: [] }) },
  ]
  it.each(snapshots)('gives back a snapshot $why', ({ snapshot }) => {
    expect(parseSnapshot(JSON.stringify(snapshot))).toEqual({ ok: true, snapshot })
  })

  const wrong: { path: string; over: object }[] = [
    { path: 'hosts.0.scheduling.spm', over: { hosts: [{ ...aHost(), scheduling: { spm: 'chief' } }] } },
    { path: 'vms.0.scheduling.topology', over: { vms: [{ ...aVm(), scheduling: { priority: 1 } }] } },
    { path: 'clusters.0.scheduling.haReservation', over: { clusters: [{ ...aCluster(), scheduling: {} }] } },
    { path: 'affinityGroups.0.vmRule', over: { affinityGroups: [{ id: 'g1', name: 'g' }] } },
  ]
  it.each(wrong)('names $path when it is wrong', ({ path, over }) => {
    const parsed = parseSnapshot(JSON.stringify({ ...aSnapshot(), ...over }))
    expect(parsed).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([expect.stringMatching(`^${RegExp.escape(path)}: `)]),
    })
  })

  it('says that a text is no JSON', () => {
    expect(parseSnapshot('{')).toMatchObject({ ok: false, problems: [expect.stringMatching(/^is no JSON/)] })
  })
})
