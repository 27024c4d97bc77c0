import { describe, expect, it } from 'vitest'
import { never, start as startEngine } from '../../test/fakes/engine-client.ts'
import { type Answer, json } from '../../test/fakes/engine-server.ts'
import type { ClusterPolicyPort, MigrationPort } from '../apply/ports.ts'
import { clusterPolicyPort } from './cluster-policy-port.ts'
import { migrationPort } from './migration-port.ts'

async function start(api: Answer) {
  const { engine, http } = await startEngine(api)
  // The types say that the client fits what server/apply asks for.
  const migrations: MigrationPort = migrationPort(http)
  const policies: ClusterPolicyPort = clusterPolicyPort(http)
  return { engine, migrations, policies }
}

const request = { vmId: '33', toHostId: '12', correlationId: 'ovs-1-0' }
const fault =
  (status: number, detail: string): Answer =>
  (_asked, res) =>
    json(res, { fault: { detail, reason: 'Operation Failed' }, status: 'failed' }, status)

describe('migrate', () => {
  it('names the destination and never forces', async () => {
    const { engine, migrations } = await start((_asked, res) => json(res, { status: 'complete' }))
    expect(await migrations.migrate(request, never)).toEqual({ ok: true })
    const [call] = engine.calls()
    expect(call).toMatchObject({ method: 'POST', path: '/api/vms/33/migrate', body: '{"host":{"id":"12"}}' })
    expect(call?.headers['correlation-id']).toBe('ovs-1-0')
  })

  const refusals: { why: string; api: Answer; detail: string }[] = [
    {
      why: 'a VM that does not run',
      api: fault(409, '[Cannot migrate VM. VM is not running.]'),
      detail: 'Cannot migrate VM. VM is not running.',
    },
    {
      why: 'an unknown destination, in words without a full stop',
      api: fault(400, '[Cannot migrate VM, Host does not exist]'),
      detail: 'Cannot migrate VM, Host does not exist.',
    },
    { why: 'no permission', api: fault(403, '[User is not authorized.]'), detail: 'User is not authorized.' },
    {
      why: 'a VM that is gone',
      api: (_asked, res) => void res.writeHead(404).end(),
      detail: 'The engine has no such object (POST /api/vms/33/migrate).',
    },
  ]
  for (const { why, api, detail } of refusals) {
    it(`tells a refusal for ${why} as a value`, async () => {
      const { migrations } = await start(api)
      expect(await migrations.migrate(request, never)).toEqual({ ok: false, detail })
    })
  }

  it('throws when the engine failed, for it may have acted', async () => {
    const { migrations } = await start(fault(500, '[Internal Engine Error]'))
    await expect(migrations.migrate(request, never)).rejects.toMatchObject({ code: 'engine-fault', status: 500 })
  })

  it('throws when no answer came', async () => {
    const { migrations } = await start((_asked, res) => void res.destroy())
    await expect(migrations.migrate(request, never)).rejects.toMatchObject({ code: 'engine-outcome-unknown' })
  })

  it('lets nothing in an id reach another path', async () => {
    const { engine, migrations } = await start((_asked, res) => json(res, {}))
    await migrations.migrate({ ...request, vmId: '../hosts/1?x=' }, never)
    expect(engine.calls()[0]?.path).toBe('/api/vms/..%2Fhosts%2F1%3Fx%3D/migrate')
  })
})

describe('readVm', () => {
  const vm = { id: '33', name: 'vm001', status: 'up', host: { id: '11' }, cluster: { id: '22' } }

  it('reads where a VM is, and its statistics only while it migrates', async () => {
    let status = 'up'
    const progress = { statistic: [{ name: 'migration.progress', values: { value: [{ datum: 42 }] } }] }
    const { engine, migrations } = await start(({ path }, res) =>
      json(res, path.endsWith('/statistics') ? progress : { ...vm, status }),
    )
    expect(await migrations.readVm('33', never)).toEqual({ id: '33', name: 'vm001', status: 'up', hostId: '11' })
    expect(engine.calls()).toHaveLength(1)
    status = 'migrating'
    expect(await migrations.readVm('33', never)).toMatchObject({ status: 'migrating', migrationPercent: 42 })
  })

  it('knows no VM that the engine does not know', async () => {
    const { migrations } = await start((_asked, res) => void res.writeHead(404).end())
    expect(await migrations.readVm('33', never)).toBeUndefined()
  })

  it('does not take an engine that is away for a VM that is gone', async () => {
    const { migrations } = await start((_asked, res) => void res.writeHead(404).end('<html>Not Found</html>'))
    await expect(migrations.readVm('33', never)).rejects.toMatchObject({ code: 'engine-unavailable' })
  })
})

describe('trace', () => {
  const event = (code: number, vmId = '33') => ({ code: String(code), description: `event ${code}`, vm: { id: vmId } })
  const cases = [
    { why: 'no events', events: [], trace: { started: false, done: false, failed: false } },
    { why: 'a start', events: [event(62)], trace: { started: true, done: false, failed: false } },
    { why: 'a start by the system', events: [event(67)], trace: { started: true, done: false, failed: false } },
    { why: 'an end', events: [event(63), event(62)], trace: { started: true, done: true, failed: false } },
    ...[65, 120, 161, 166].map(code => ({
      why: `failure ${code}`,
      events: [event(code), event(62)],
      trace: { started: true, done: false, failed: true, message: `event ${code}` },
    })),
    { why: 'an event without VM', events: [{ code: '62' }], trace: { started: true, done: false, failed: false } },
    { why: 'another VM only', events: [event(63, '44')], trace: { started: false, done: false, failed: false } },
    { why: 'other events only', events: [event(32)], trace: { started: false, done: false, failed: false } },
  ]
  for (const { why, events, trace } of cases) {
    it(`reads ${why}`, async () => {
      const { engine, migrations } = await start((_asked, res) =>
        json(res, events.length === 0 ? {} : { event: events }),
      )
      expect(await migrations.trace('ovs-1-0', '33', never)).toEqual(trace)
      expect(engine.calls()[0]?.query).toEqual({ search: 'correlation_id=ovs-1-0', max: '100' })
    })
  }
})

describe('savePolicy', () => {
  const change = { clusterId: '22', properties: { minimum_host_memoryMB: '900' }, correlationId: 'ovs-1-policy' }
  const property = [{ name: 'minimum_host_memoryMB', value: '900' }]

  it('sends the changed properties alone, or the new policy by its id as well', async () => {
    const { engine, policies } = await start((_asked, res) => json(res, { id: '22' }))
    expect(await policies.savePolicy(change, never)).toEqual({ ok: true })
    expect(await policies.savePolicy({ ...change, policyId: 'p1' }, never)).toEqual({ ok: true })
    expect(engine.calls()[0]).toMatchObject({ method: 'PUT', path: '/api/clusters/22' })
    expect(engine.calls().map(({ body }) => JSON.parse(body))).toEqual([
      { custom_scheduling_policy_properties: { property } },
      { scheduling_policy: { id: 'p1' }, custom_scheduling_policy_properties: { property } },
    ])
  })

  it('tells a value that the engine refuses as a value', async () => {
    const detail = '[Cannot edit Cluster. Invalid properties: minimum_host_memoryMB]'
    const { policies } = await start((_asked, res) => json(res, { detail, reason: 'Operation Failed' }, 400))
    expect(await policies.savePolicy(change, never)).toEqual({
      ok: false,
      detail: 'Cannot edit Cluster. Invalid properties: minimum_host_memoryMB.',
    })
  })
})
