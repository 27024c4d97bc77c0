import { expect, it } from 'vitest'
import { hostActions } from '../../shared/policy/host-action.ts'
import { reason } from '../../shared/policy/reason.ts'
import { aCluster, aHost, aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { proposeHostAction } from './propose-host-action.ts'

const snapshot = aSnapshot({ hosts: [aHost({ id: 'h1' }), aHost({ id: 'h2', clusterId: 'other' })] })
const input = {
  index: indexSnapshot(snapshot),
  cluster: aCluster(),
  unitId: 'default',
  because: reason('spare', 'It is empty.'),
  properties: { HostsInReserve: 1 },
  asked: 'onTimerInvoked',
} as const
const priorities = { maintenance: 5, 'power-off': 5, activate: 2, start: 2 }

it.each(hostActions)('%s', action => {
  expect(proposeHostAction({ ...input, hostId: 'h1', action })).toEqual({
    recommendation: {
      kind: 'host',
      cluster: { id: input.cluster.id, name: 'Default' },
      unitId: 'default',
      asked: 'onTimerInvoked',
      host: { id: 'h1', name: 'h1' },
      action,
      priority: priorities[action],
      because: input.because,
      properties: { HostsInReserve: 1 },
      snapshotTakenAtMs: NOON_MS,
    },
    explanation: { skippedHosts: [], skippedVms: [] },
  })
})

it.each(['h2', 'gone'])('proposes nothing for %s, which is not of the cluster', hostId => {
  expect(proposeHostAction({ ...input, hostId, action: 'start' })).toBeUndefined()
})
