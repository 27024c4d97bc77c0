import { describe, expect, it } from 'vitest'
import { clearTo, dial, serve } from '../../../test/fakes/vdsm/open-link.ts'
import { aVdsmWorld, VM_ID } from '../../../test/fakes/vdsm/vdsm-world.ts'
import type { HostEvent } from '../host-client.ts'

const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 10_000 })

describe('dialVdsm', () => {
  it('says which version runs there, and asks for nothing but its own answers and events', async () => {
    const server = await serve()
    const link = await dial(clearTo(server.port))
    expect(link.software).toBe('vdsm 4.50.7')
    const [connect, ...subscriptions] = server.frames
    expect([...(connect?.headers ?? [])]).toEqual([
      ['accept-version', '1.2'],
      ['heart-beat', '10000,10000'],
    ])
    const destinations = subscriptions.map(({ headers }) => headers.get('destination'))
    expect(destinations).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 'jms.queue.events'])
    expect(server.complaints).toEqual([])
  })

  it('uses another reply destination each time', async () => {
    const server = await serve()
    await dial(clearTo(server.port))
    await dial(clearTo(server.port))
    const replies = server.frames.filter(({ headers }) => headers.get('id') === '0')
    expect(new Set(replies.map(({ headers }) => headers.get('destination'))).size).toBe(2)
  })

  it('connects to a host that recovers, and to one whose capabilities fail', async () => {
    const recovering = await serve()
    recovering.traps.isRecovering = true
    expect((await dial(clearTo(recovering.port))).software).toBe('vdsm of an unknown version')
    const failing = await serve({ world: aVdsmWorld({ hasCapabilities: false }) })
    const link = await dial(clearTo(failing.port))
    const reading = await link.readHost(AbortSignal.timeout(5000))
    expect(reading.memory).toEqual({ totalKiB: 8192 * 1024, availableKiB: 4096 * 1024 })
    expect(reading.cpus.map(({ id, nodeId }) => [id, nodeId])).toEqual([0, 1, 2, 3].map(id => [id, id % 2]))
    await link.readHost(AbortSignal.timeout(5000))
    expect(failing.requests.filter(({ method }) => method === 'Host.getCapabilities')).toHaveLength(1)
  })

  it('reads capabilities once, and again after the host says that it changed', async () => {
    const server = await serve()
    const events: HostEvent[] = []
    const link = await dial(clearTo(server.port), events)
    const asked = () => server.requests.filter(({ method }) => method === 'Host.getCapabilities').length
    const read = () => link.readHost(AbortSignal.timeout(5000))
    await read()
    expect(asked()).toBe(1)
    server.world.cpuIds = [0, 1]
    server.tell('|net|host_conn|no_id', { notify_time: 1 })
    await poll(() => events).toEqual([{ kind: 'host-changed' }])
    expect((await read()).cpus).toHaveLength(2)
    await read()
    expect(asked()).toBe(2)
  })

  it('tells at once of a VM that was paused before the connection', async () => {
    const server = await serve()
    const events: HostEvent[] = []
    server.changeStatus(VM_ID, 'Paused')
    await dial(clearTo(server.port), events)
    server.changeStatus(VM_ID, 'Up')
    await poll(() => events).toEqual([{ kind: 'vm-resumed', vmId: VM_ID }])
  })
})
