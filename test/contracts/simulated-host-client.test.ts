import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { connectHost } from '../../server/hosts/connect-host.ts'
import { dialSimulatedHost } from '../../server/hosts/simulated/dial-simulated-host.ts'
import { startClock } from '../../server/simulator/world/start-clock.ts'
import { aSimulatedEngine } from '../fakes/simulated-engine.ts'
import { type HostBench, hostClientContract } from './host-client.ts'

/** A simulated engine behind a real port whose time passes twenty times as fast. */
async function open(): Promise<HostBench> {
  const { world, origin, call } = await aSimulatedEngine()
  const vm = [...world.state.vms.values()].find(
    ({ status, hostId, topology, id }) =>
      status === 'up' &&
      hostId !== undefined &&
      topology.sockets === 2 &&
      world.hostSide.listGuests(hostId).some(guest => guest.id === id && guest.guestMemory !== undefined),
  )
  if (vm?.hostId === undefined) return expect.fail('no VM of two vCPUs with a balloon driver runs')
  const clock = new AbortController()
  startClock(world, { speed: 20, signal: clock.signal, tickMs: 20 })
  const client = connectHost({
    dial: dialSimulatedHost({ origin, hostId: vm.hostId }),
    sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
    now: Date.now,
    random: () => 0,
  })
  const guest = `/sim/v1/hosts/${vm.hostId}/guests/${vm.id}`
  const told = async (path: string, method: string, body: object) => {
    const { status, text } = await call(path, { method, body })
    expect(status, text).toBeLessThan(300)
  }
  const down = (isDown: boolean) => told('/sim/v1/faults', 'POST', { kind: 'down', down: isDown })
  return {
    client,
    vmId: vm.id,
    device: 'vda',
    unsupported: ['mom'],
    async pauseAndResume() {
      await told(`${guest}/paused`, 'PUT', { paused: true })
      await told(`${guest}/paused`, 'PUT', { paused: false })
    },
    breakConnection: () => down(true),
    restart: () => down(false),
    async close() {
      client.close()
      clock.abort()
    },
  }
}

hostClientContract('simulated', open)
