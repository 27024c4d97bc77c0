import { afterEach, describe, expect, it } from 'vitest'
import type { VcpuPin } from '../../../shared/model/host-knobs.ts'
import type { GuestReading } from '../../../shared/model/host-reading.ts'
import { cliBench } from '../../../test/fakes/cli-bench.ts'
import { fakeHost } from '../../../test/fakes/host-dials.ts'
import { aGuestReading } from '../../../test/fakes/host-readings.ts'
import { aLog } from '../../../test/fakes/log.ts'
import { manualClock } from '../../../test/fakes/manual-clock.ts'
import { touchedMemory } from '../../../test/fakes/touched-memory.ts'
import type { Dial } from '../../hosts/host-client.ts'
import { HostError } from '../../hosts/host-error.ts'
import { readAgentSettings } from './agent-settings.ts'
import type { AgentModes } from './run-agent.ts'
import { type Agent, startAgent } from './start-agent.ts'

const bench = cliBench()
const running: Agent[] = []
afterEach(async () => {
  for (const agent of running.splice(0)) await agent.stop()
})

const ALL = [0, 1]
const NS_PER_MS = 1e6
const names = ['a', 'b', 'c', 'd']

/** Two CPUs, and four VMs of one busy vCPU each that the kernel keeps on CPU 0 until they are pinned elsewhere. */
function crowdedHost() {
  const clock = manualClock()
  const host = fakeHost(clock)
  const state = touchedMemory()
  const pins = new Map<string, readonly number[]>(names.map(name => [name, ALL]))
  const calls: string[] = []
  const onStateAtCall: string[] = []
  const guest = (name: string): GuestReading => {
    const pinnedTo = pins.get(name) ?? ALL
    const ranMs = clock.now() / 4
    const vcpu = {
      index: 0,
      timeNs: ranMs * NS_PER_MS,
      delayNs: 3 * ranMs * NS_PER_MS,
      onCpuId: pinnedTo.length > 1 ? 0 : (pinnedTo[0] ?? 0),
    }
    return aGuestReading({
      id: name,
      name,
      state: migrating.has(name) ? 'migrating' : 'running',
      vcpus: [{ ...vcpu, pinnedTo: [...pinnedTo] }],
    })
  }
  const refusing = new Set<string>()
  const migrating = new Set<string>()
  const dial: Dial = async (onEvent, signal) => ({
    ...(await host.dial(onEvent, signal)),
    listGuests: async () => [...pins.keys()].map(guest),
    async pinVcpus(vmId: string, [pin]: readonly VcpuPin[]) {
      if (refusing.has(vmId)) throw new HostError('host-refused', 'not this one')
      calls.push(`${vmId} ${pin?.cpuIds.join()}`)
      onStateAtCall.push(state.changes.flatMap(change => ('vmId' in change ? change.vmId : [])).join())
      pins.set(vmId, pin?.cpuIds ?? ALL)
    },
    setBalloonTarget: async (vmId: string, kib: number) => void calls.push(`${vmId} ${kib} KiB`),
  })
  const idle = { userPercent: 0, systemPercent: 0, idlePercent: 100 }
  host.reading = { cpus: ALL.map(id => ({ id, coreId: id, socketId: 0, use: idle })) }

  async function start(modes: Partial<AgentModes> = {}, reservedCpuIds: readonly number[] = []) {
    const { log, lines } = aLog()
    const conf = bench.file(
      'mom.conf',
      `[main]\nrpc-port: -1\npolicy-engine-interval: 10\n[host]\ncollectors: HostMemory\n[guest]\ncollectors: GuestBalloonOptional\n`,
    )
    const agent = await startAgent({
      ...{ dial, log, now: clock.now, sleep: clock.sleep, settings: readAgentSettings(conf), timeoutMs: 60_000 },
      modes: { mode: 'observe', pinning: 'enforce', memory: 'policy', takeOver: false, ...modes },
      reservedCpuIds: new Set(reservedCpuIds),
      state,
      setVerbosity: () => {},
    })
    running.push(agent)
    return { agent, lines }
  }
  return { clock, host, pins, calls, onStateAtCall, state, refusing, migrating, start }
}

const pinned = ({ pins }: { pins: ReadonlyMap<string, readonly number[]> }) =>
  [...pins.values()].map(cpuIds => cpuIds.join())
const untouched = names.map(() => '0,1')
const MINUTE_MS = 60_000

describe('the balancers of host-agent', () => {
  it('even a host out, and write down what was found before each pin', async () => {
    const crowded = crowdedHost()
    await crowded.start()
    await crowded.clock.pass(10 * MINUTE_MS)
    expect(pinned(crowded).filter(cpus => cpus === '1')).toHaveLength(2)
    for (const [at, call] of crowded.calls.entries())
      expect(crowded.onStateAtCall[at]?.split(',')).toContain(call.split(' ')[0])
    expect(crowded.state.changes).toHaveLength(crowded.calls.length)
  })

  it.each(['observe', 'dry-run', 'off'] as const)('pin nothing in %s', async pinning => {
    const crowded = crowdedHost()
    const { lines } = await crowded.start({ pinning })
    await crowded.clock.pass(10 * MINUTE_MS)
    expect(crowded.calls).toEqual([])
    const wouldMake = lines.filter(({ fields }) => fields.outcome === 'would-make')
    expect(wouldMake.length > 0).toBe(pinning === 'dry-run')
  })

  it('put nothing on a reserved CPU, nor on one that the host has isolated', async () => {
    const reserved = crowdedHost()
    await reserved.start({}, [1])
    const isolated = crowdedHost()
    isolated.host.reading = { ...isolated.host.reading, isolatedCpuIds: [1] }
    await isolated.start()
    for (const { clock, calls } of [reserved, isolated]) {
      await clock.pass(10 * MINUTE_MS)
      expect(calls).toEqual([])
    }
  })

  it('give everything back when the agent stops', async () => {
    const crowded = crowdedHost()
    const { agent } = await crowded.start()
    await crowded.clock.pass(10 * MINUTE_MS)
    expect(pinned(crowded)).not.toEqual(untouched)
    await agent.stop()
    expect(pinned(crowded)).toEqual(untouched)
    expect(crowded.state.changes).toEqual([])
  })

  it('say what could not be given back, and keep it in mind', async () => {
    const crowded = crowdedHost()
    const { agent, lines } = await crowded.start()
    await crowded.clock.pass(10 * MINUTE_MS)
    const [first] = crowded.calls.map(call => call.split(' ')[0] ?? '')
    crowded.refusing.add(first ?? '')
    await agent.stop()
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        sentence: expect.stringContaining('tried again when the agent is started'),
      }),
    )
    expect(new Set(crowded.state.changes.map(change => 'vmId' in change && change.vmId))).toEqual(new Set([first]))
  })

  it.each(['enforce', 'off'] as const)(
    'give back first what a run left that was killed, with pinning %s',
    async pinning => {
      const crowded = crowdedHost()
      crowded.pins.set('a', [1])
      crowded.pins.set('b', [1])
      const change = (vmId: string) => ({
        ...{ knob: 'pins' as const, vmId, vmName: vmId },
        ...{ from: [{ vcpu: 0, cpuIds: ALL }], to: [{ vcpu: 0, cpuIds: [1] }] },
      })
      crowded.state.changes = [change('a'), change('b')]
      await crowded.start({ pinning })
      await crowded.clock.pass(10_000)
      expect(crowded.calls).toEqual(['a 0,1', 'b 0,1'])
      await crowded.clock.pass(10 * MINUTE_MS)
      expect(crowded.calls.length > 2).toBe(pinning === 'enforce')
    },
  )

  it.each([
    ['observe', ['a 4194304 KiB']],
    ['enforce', []],
  ] as const)('in mode %s give back balloons of a killed run: %j', async (mode, calls) => {
    const crowded = crowdedHost()
    const left = { knob: 'balloon' as const, vmId: 'a', vmName: 'a', fromKiB: 4_194_304, toKiB: 3_145_728 }
    crowded.state.changes = [left]
    await crowded.start({ mode, pinning: 'observe' })
    await crowded.clock.pass(10_000)
    expect(crowded.calls).toEqual(calls)
  })

  it('change nothing while it cannot be read what was changed, say so once, and go on when it was moved away', async () => {
    const crowded = crowdedHost()
    crowded.state.problem = new Error('cannot be read')
    const { agent, lines } = await crowded.start()
    await crowded.clock.pass(10 * MINUTE_MS)
    expect(crowded.calls).toEqual([])
    const complaints = lines.filter(({ level }) => level === 'warn')
    expect(complaints).toMatchObject([{ fields: { error: { message: 'cannot be read' } } }])
    delete crowded.state.problem
    await crowded.clock.pass(10 * MINUTE_MS)
    expect(crowded.calls.length).toBeGreaterThan(0)
    await agent.stop()
    expect(pinned(crowded)).toEqual(untouched)
  })

  it('leave a VM alone that is being migrated, and give its pins back', async () => {
    const crowded = crowdedHost()
    await crowded.start()
    await crowded.clock.pass(10 * MINUTE_MS)
    const moved = crowded.calls.map(call => call.split(' ')[0] ?? '')[0] ?? ''
    crowded.migrating.add(moved)
    await crowded.clock.pass(MINUTE_MS)
    expect(crowded.pins.get(moved)).toEqual(ALL)
  })
})
