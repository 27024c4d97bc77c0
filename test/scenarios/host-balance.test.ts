/** The balancers of hosts in the real service, a process beside a simulated engine whose hosts have to be helped by their own knobs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HostPins } from '../../shared/api/pins.ts'
import type { AutomationReply } from '../../shared/api/plans.ts'
import type { HostTuning, TuningList } from '../../shared/api/tuning.ts'
import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import { pressureMeans } from '../../shared/plan/pressure.ts'
import type { ClusterTuning, HostModes } from '../../shared/plan/tuning-state.ts'
import { pinsOf } from '../fakes/tuned-world.ts'
import { eventually } from './eventually.ts'
import type { Caller } from './sign-in.ts'
import { type EngineProcess, startEngine, startService as startPaired } from './start-pair.ts'
import type { RunningProcess } from './start-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-balance-'))
const hostNames = ['host1', 'host2', 'host3', 'host4', 'host5', 'host6']
const slow = { deadlineMs: 120_000, everyMs: 500 }

let engine: EngineProcess
let service: RunningProcess
let api: Caller
let engineApi: Caller
let sim: Caller
let clusterId: string
let hosts: ReadonlyMap<string, string>
/** Pins of all VMs of all hosts, as the engine's hosts had them before anybody came. */
let found: ReadonlyMap<string, readonly string[]>

const idOf = (host: string) => hosts.get(host) ?? expect.fail(`no ${host}`)
const guestsOf = (host: string) => sim.get<GuestReading[]>(`/hosts/${idOf(host)}/guests`)
const pinsOfAll = async () => pinsOf((await Promise.all(hostNames.map(guestsOf))).flat())
const pinsOfHost = async (host: string) => pinsOf(await guestsOf(host))
const tuningOf = (host: string) => api.get<HostTuning>(`/hosts/${idOf(host)}/tuning`)
const pinViewOf = (host: string) => api.get<HostPins>(`/hosts/${idOf(host)}/pins`)
const availableKiB = async (host: string) =>
  (await sim.get<HostReading>(`/hosts/${idOf(host)}/reading`)).memory.availableKiB ?? 0

/** Those that are not as they were found. */
const changedPins = async (host: string) =>
  [...(await pinsOfHost(host))].filter(([vm, pins]) => found.get(vm)?.join() !== pins.join()).map(([vm]) => vm)
const asFound = async (host: string) => (await changedPins(host)).length === 0
const arePinned = async (host: string) => (await changedPins(host)).length > 0

async function startService(reservePercent: number): Promise<void> {
  const started = await startPaired(engine, {
    'store-file': join(folder, 'store.db'),
    'hosts-connect': '*=simulated',
    'hosts-sample-interval': '2',
    'tuning-memory-reserve': String(reservePercent),
    'automation-modes': '*=off',
  })
  service = started.process
  api = started.api
  await eventually('the hosts', () => tuningOf('host6').catch(() => undefined))
}

async function tune(settings: Partial<ClusterTuning>): Promise<void> {
  const { clusters } = await api.get<TuningList>(`/tuning?clusterId=${clusterId}`)
  const body = {
    settings: { mode: 'observe', takeOver: false, pinning: 'observe', memory: 'policy', ...settings },
    seenAtMs: clusters[0]?.saved?.atMs ?? 0,
  }
  expect((await api.send('PUT', `/clusters/${clusterId}/tuning`, body)).status).toBe(200)
}

async function tuneHost(host: string, modes: HostModes | null): Promise<void> {
  const { saved } = await tuningOf(host)
  const { status } = await api.send('PUT', `/hosts/${idOf(host)}/tuning`, { modes, seenAtMs: saved?.atMs ?? 0 })
  expect(status).toBe(200)
}

/** Pins that people set, and those of a high performance VM, are nobody else’s. */
async function expectPromisesKept(): Promise<void> {
  const now = await pinsOfAll()
  const promised = [...found.keys()].filter(vm => /^(render|erp)-/.test(vm))
  expect(promised.length).toBe(3)
  for (const vm of promised) expect(now.get(vm), vm).toEqual(found.get(vm))
}

beforeAll(async () => {
  engine = await startEngine('--scenario', 'host-tuning')
  engineApi = engine.api
  sim = engine.sim
  const { host } = await engineApi.get<{ host: { id: string; name: string; cluster: { id: string } }[] }>('/hosts')
  hosts = new Map(host.map(({ id, name }) => [name, id]))
  clusterId = host[0]?.cluster.id ?? ''
  found = await pinsOfAll()
  await startService(12)
}, 120_000)

afterAll(async () => {
  await service.stop()
  await engine.process.stop()
  rmSync(folder, { recursive: true })
})

describe('vCPUs of a host whose kernel leaves them where they are', { timeout: 240_000 }, () => {
  let spreadBefore = 0

  it('are only looked at while nobody wants more', async () => {
    const { standing, before, proposed } = await eventually('a second look', async () => {
      const view = await pinViewOf('host5')
      return view.before !== undefined && view
    })
    spreadBefore = before?.spreadPercent ?? 0
    expect(spreadBefore).toBeGreaterThan(50)
    expect(standing?.text).toMatch(/./)
    expect(proposed.length).toBeGreaterThan(5)
    expect(await pinsOfAll()).toEqual(found)
  })

  it('are pinned over time, until the load is spread', async () => {
    await tune({ pinning: 'enforce' })
    await eventually(
      'less spread',
      async () => ((await pinViewOf('host5')).before?.spreadPercent ?? spreadBefore) < 0.6 * spreadBefore,
      slow,
    )
    const { decisions, touched, pinning } = await tuningOf('host5')
    expect(pinning).toMatchObject({ mode: 'enforce', wantedMode: 'enforce' })
    const made = decisions.filter(({ by, outcome }) => by === 'pinning' && outcome === 'made')
    expect(made.length).toBeGreaterThan(3)
    for (const { reason } of made) expect(reason?.text).toMatch(/./)
    expect(touched.length).toBeGreaterThan(0)
  })

  it('are where REST says, as the host itself has it', async () => {
    // The next one may be pinned between the two looks.
    await eventually('the same twice', async () => {
      const [{ vcpus }, guests] = await Promise.all([pinViewOf('host5'), guestsOf('host5')])
      const pinned = vcpus.filter(({ pinnedTo }) => pinnedTo !== undefined)
      const now = new Map(guests.map(({ id, vcpus }) => [id, vcpus]))
      return (
        pinned.length > 3 &&
        pinned.every(({ vmId, vcpu, pinnedTo, wasPinnedTo }) => {
          const there = now.get(vmId)?.find(({ index }) => index === vcpu)
          return there?.pinnedTo?.join() === pinnedTo?.join() && wasPinnedTo?.length === 32
        })
      )
    })
    await expectPromisesKept()
  })

  it('go back where one host is only to be observed, and nowhere else', async () => {
    const others = await Promise.all(hostNames.filter(name => name !== 'host5').map(changedPins))
    await tuneHost('host5', { pinning: 'observe' })
    await eventually('pins as found', () => asFound('host5'))
    const { touched, decisions, saved } = await eventually('nothing to give back', async () => {
      const tuning = await tuningOf('host5')
      return tuning.touched.length === 0 && tuning
    })
    expect(touched).toEqual([])
    expect(saved?.modes).toEqual({ pinning: 'observe' })
    expect(decisions[0]).toMatchObject({ by: 'restore', outcome: 'made', reason: { code: 'restore-off' } })
    const after = await Promise.all(hostNames.filter(name => name !== 'host5').map(changedPins))
    for (const [index, vms] of others.entries()) expect(after[index]).toEqual(expect.arrayContaining(vms))
    await tuneHost('host5', null)
    await eventually('pins again', () => arePinned('host5'))
  })

  it('go back first when the service was killed, and are then pinned anew', async () => {
    await service.stop('SIGKILL')
    expect(await arePinned('host5')).toBe(true)
    await startService(12)
    const decisions = await eventually('pins given back', async () => {
      const all = (await tuningOf('host5')).decisions
      return all.some(({ reason }) => reason?.code === 'restore-restart') && all
    })
    expect(decisions.every(({ by, outcome }) => by === 'restore' && outcome === 'made')).toBe(true)
    await eventually('pins set anew', async () =>
      (await tuningOf('host5')).decisions.some(({ by, outcome }) => by === 'pinning' && outcome === 'made'),
    )
    await expectPromisesKept()
  })

  it('are all as they were found when the service has stopped', async () => {
    await eventually('pins', () => arePinned('host5'))
    expect(await service.stop('SIGTERM')).toBe(0)
    expect(await pinsOfAll()).toEqual(found)
    expect(service.output()).not.toContain('Not everything could be given back')
  })
})

describe('a host that is short of memory', { timeout: 240_000 }, () => {
  const balloons = async () => new Map((await guestsOf('host1')).map(guest => [guest.name, guest.balloon]))
  let availableBefore = 0

  it('gets room from VMs that have plenty, none below its guarantee', async () => {
    await startService(12)
    availableBefore = await availableKiB('host1')
    await tune({ mode: 'enforce', memory: 'balancer' })
    await eventually('room', async () => (await availableKiB('host1')) > 1.2 * availableBefore, slow)
    for (const [name, balloon] of await balloons())
      if (balloon !== undefined) expect(balloon.currentKiB, name).toBeGreaterThanOrEqual(balloon.minKiB ?? 0)
    const { memory, memoryPlan, decisions } = await tuningOf('host1')
    expect(memory).toBe('balancer')
    expect(memoryPlan?.reserveKiB).toBeGreaterThan(0)
    const made = decisions.filter(({ by, outcome }) => by === 'memory' && outcome === 'made')
    expect(made.length).toBeGreaterThan(0)
    for (const { change, reason } of made) expect([change.knob, reason?.text]).toEqual(['balloon', expect.any(String)])
    expect(decisions.filter(({ by, change }) => by === 'policy' && change.knob === 'balloon')).toEqual([])
  })

  it('has its shortage explained: every means, chosen or not, and why', async () => {
    const { pressures } = await tuningOf('host1')
    const shortage = pressures.find(({ kind }) => kind === 'memory') ?? expect.fail('no shortage is told')
    expect(shortage.what.text).toMatch(/^host1 has .* of memory available, its reserve is/)
    expect(shortage.means.map(({ means }) => means).toSorted()).toEqual(pressureMeans.toSorted())
    for (const { because } of shortage.means) expect(because.text).toMatch(/\.$/)
    expect(shortage.means.find(({ means }) => means === 'balloon')?.chosen).toBe(true)
    expect(shortage.means.find(({ means }) => means === 'migrate')?.chosen).toBe(false)
  })

  it('asks for a VM to leave where balloons do not suffice, which an automatic cluster sees to', async () => {
    await service.stop()
    await startService(40)
    const automation = { mode: 'automatic', objective: 'none', level: 5, windows: [], perHour: 100, perDay: 100 }
    const reply = await api.send<AutomationReply>('PUT', `/clusters/${clusterId}/automation`, {
      settings: automation,
      seenAtMs: 0,
    })
    expect(reply.status).toBe(200)
    await tune({ mode: 'enforce', memory: 'balancer', pinning: 'enforce' })
    const asked = await eventually(
      'an ask',
      async () => {
        const { decisions } = await tuningOf('host1')
        return decisions.find(({ by, outcome }) => by === 'arbiter' && outcome === 'asked')
      },
      slow,
    )
    if (asked.change.knob !== 'request') return expect.fail('it is no request')
    const { vmId, vmName, request } = asked.change
    expect(request).toBe('migrate')
    const { pressures } = await tuningOf('host1')
    const migrate = pressures[0]?.means.find(({ means }) => means === 'migrate')
    expect(migrate?.chosen).toBe(true)
    expect(asked.reason?.text).toContain(vmName)
    await eventually(
      `${vmName} on another host`,
      async () => {
        const { host, status } = await engineApi.get<{ host?: { id: string }; status: string }>(`/vms/${vmId}`)
        return status === 'up' && host !== undefined && host.id !== idOf('host1')
      },
      slow,
    )
  })

  it('gives all of it back once there is room and hosts are only observed, pins too', async () => {
    await expectPromisesKept()
    expect(await service.stop()).toBe(0)
    await startService(5)
    await tune({ memory: 'balancer' })
    await eventually(
      'nothing to give back',
      async () => (await Promise.all(hostNames.map(tuningOf))).every(({ touched }) => touched.length === 0),
      slow,
    )
    const guests = async () => (await Promise.all(hostNames.map(guestsOf))).flat()
    await eventually(
      'all balloons as they were',
      async () =>
        (await guests()).every(
          ({ balloon }) => balloon?.maxKiB === undefined || balloon.currentKiB >= balloon.maxKiB - 1024,
        ),
      slow,
    )
    expect(await pinsOfAll()).toEqual(found)
    const { pressures, memoryPlan } = await tuningOf('host1')
    // What was open is over: nothing is decided here any more.
    expect(pressures.filter(({ endedAtMs }) => endedAtMs === undefined)).toEqual([])
    expect(await availableKiB('host1')).toBeGreaterThan(0.9 * (memoryPlan?.reserveKiB ?? Number.NaN))
  })
})
