/** A host policy asks for a tagged VM to stop, or to leave: what a whole simulated engine shows of it afterwards. */
import { expect, it } from 'vitest'
import { createGuestRequests, type GuestRequest } from '../../server/apply/guest-requests.ts'
import { createPowerRequests } from '../../server/apply/power-requests.ts'
import { createTaggedVms } from '../../server/cycles/tagged-vms.ts'
import { createVmClasses } from '../../server/cycles/vm-classes.ts'
import { migrationPort } from '../../server/engine/migration-port.ts'
import { readSnapshot } from '../../server/engine/read-snapshot.ts'
import { readTaggedVmIds } from '../../server/engine/tagged-vms.ts'
import { vmPowerPort } from '../../server/engine/vm-power-port.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import { nothingHeld } from '../../shared/plan/automation.ts'
import { aLog } from '../fakes/log.ts'
import { vmNamed } from '../fakes/sim-world.ts'
import { aSimulatedEngine, connectTo } from '../fakes/simulated-engine.ts'

const { signal } = new AbortController()

it('suspends a vapor VM and no other, and only wishes that one may leave', async () => {
  const engine = await aSimulatedEngine()
  const http = connectTo(engine)
  const { log } = aLog()
  const [vapor, other] = [vmNamed(engine.world, 'app-01'), vmNamed(engine.world, 'web-01')]
  await engine.call('/tags', { body: { name: 'sla-vapor' } })
  await engine.call(`/vms/${vapor.id}/tags`, { body: { name: 'sla-vapor' } })
  const snapshot = await readSnapshot(http, signal, Date.now)
  const vms = createTaggedVms(asked => readTaggedVmIds(http, 'sla-vapor', asked), log)
  const classes = createVmClasses([{ slaClass: 'vapor', vms }])
  classes.onSnapshot(snapshot)
  await classes.refresh(signal)

  const audit: AuditEntry[] = []
  const shared = {
    store: { appendAudit: async (entry: AuditEntry) => void audit.push(entry) },
    migrations: migrationPort(http),
    now: Date.now,
    newId: () => `id${audit.length}`,
  }
  const stop = createPowerRequests({
    ...shared,
    power: vmPowerPort(http),
    snapshots: { current: () => ({ snapshot }) },
    automation: { state: async () => nothingHeld, excludedVms: () => new Set(), excludeTag: '' },
    allowed: ['suspend'],
    classOf: vmId => classes.slaOf(vmId)?.slaClass,
    tell: async () => {},
  })
  const requests = createGuestRequests({ ...shared, stop, modeOf: () => 'approve', onWanted: () => {}, log })
  const ask = ({ id, name, hostId }: typeof vapor, request: GuestRequest['request']) => {
    const host = snapshot.hosts.find(({ id }) => id === hostId)
    const cluster = snapshot.clusters.find(({ id }) => id === host?.clusterId)
    if (host === undefined || cluster === undefined) throw new Error(`${name} does not run`)
    const asked = { vmId: id, vmName: name, request, because: 'Memory runs short.' }
    return requests.take(asked, { ...host, cluster }, signal)
  }

  expect(await ask(other, 'suspend')).toMatchObject({ code: 'not-vapor' })
  expect(await ask(vapor, 'shutdown')).toMatchObject({ code: 'not-allowed' })
  expect(await ask(other, 'migrate')).toBeUndefined()
  expect(await ask(vapor, 'suspend')).toBeUndefined()
  engine.world.advance(20_000)
  expect([vapor.status, vapor.hostId, other.status]).toEqual(['suspended', undefined, 'up'])
  expect(requests.wantedAway(snapshot).map(({ vm }) => vm.id)).toEqual([other.id])
  expect(audit.map(({ detail }) => detail.request)).toEqual(['migrate', 'suspend'])
})
