import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { cliBench } from '../../../test/fakes/cli-bench.ts'
import { fakeHost } from '../../../test/fakes/host-dials.ts'
import { aGuestReading } from '../../../test/fakes/host-readings.ts'
import { aLog } from '../../../test/fakes/log.ts'
import { manualClock } from '../../../test/fakes/manual-clock.ts'
import { callMomSocket } from '../../../test/fakes/mom/start-mom-door.ts'
import { touchedMemory } from '../../../test/fakes/touched-memory.ts'
import type { Dial, HostAccess } from '../../hosts/host-client.ts'
import { readAgentSettings } from './agent-settings.ts'
import type { AgentModes } from './run-agent.ts'
import { type Agent, type StartAgentDeps, startAgent } from './start-agent.ts'

const bench = cliBench()
const running: Agent[] = []
afterEach(async () => {
  for (const agent of running.splice(0)) await agent.stop()
})

const conf = (policy: string, more = '', controllers = 'Balloon, KSM, Requests'): string => {
  const { folder, file } = bench
  file('a.policy', policy)
  return file(
    'mom.conf',
    `[main]\npolicy: ${folder}/a.policy\nrpc-port: ${folder}/mom.sock\ncontrollers: ${controllers}\n${more}
[host]\ncollectors: HostMemory, HostKSMOptional\n[guest]\ncollectors: GuestBalloonOptional, GuestIoTuneOptional\n`,
  )
}

type Over = Partial<Omit<StartAgentDeps, 'modes'>> & Readonly<{ modes?: Partial<AgentModes> }>

async function started(policy: string, { modes, ...over }: Over = {}, momActive?: boolean) {
  const clock = manualClock()
  const { log, lines } = aLog()
  const host = fakeHost(clock, { reading: momActive === undefined ? {} : { momActive } })
  const set: unknown[] = []
  const knobs: Partial<HostAccess> = {
    setBalloonTarget: async (vmId, targetKiB) => void set.push([vmId, targetKiB]),
    setKsm: async tune => void set.push(tune),
  }
  const dial: Dial = async (onEvent, signal) => ({ ...(await host.dial(onEvent, signal)), ...knobs })
  const agent = await startAgent({
    dial,
    settings: readAgentSettings(conf(policy)),
    modes: { mode: 'dry-run', pinning: 'observe', memory: 'policy', takeOver: false, ...modes },
    reservedCpuIds: new Set(),
    state: touchedMemory(),
    timeoutMs: 60_000,
    setVerbosity: () => {},
    now: clock.now,
    sleep: clock.sleep,
    log,
    ...over,
  })
  running.push(agent)
  const decided = () =>
    lines.filter(({ sentence }) => sentence === 'The host policy decided.').map(({ fields }) => fields)
  return { agent, clock, host, lines, set, decided }
}

const halve = '(with Guests g (g.Control "balloon_target" (/ g.balloon_cur 2)))'

describe('host-agent', () => {
  it('evaluates after the first interval, and in dry-run only says what it would change', async () => {
    const { clock, set, decided } = await started(halve)
    await clock.pass(9_999)
    expect(decided()).toEqual([])
    await clock.pass(1)
    expect(decided()).toEqual([
      {
        by: 'policy',
        change: 'balloon of vm1: 3145728 → 1572864 KiB',
        outcome: 'would-make',
        because: ['balloon_target = 1572864 at 50_main_:1'],
      },
    ])
    expect(set).toEqual([])
  })

  it.each([
    ['enforce sets knobs', 'enforce', false, undefined, 1],
    ['observe asks no policy', 'observe', false, undefined, 0],
    ['enforce leaves them where MOM runs', 'enforce', false, true, 0],
    ['unless it takes over', 'enforce', true, true, 1],
  ] as const)('%s', async (_, mode, takeOver, momActive, changes) => {
    const { clock, set } = await started(halve, { modes: { mode, takeOver } }, momActive)
    await clock.pass(10_000)
    expect(set).toHaveLength(changes)
  })

  it('refuses what only an engine could do, and says so', async () => {
    const { clock, decided } = await started('(with Guests g (g.Control "power_request" "suspend"))', {
      modes: { mode: 'enforce' },
    })
    await clock.pass(10_000)
    expect(decided()).toMatchObject([{ outcome: 'refused', problem: expect.stringContaining('no engine here') }])
  })

  it('takes policies over MOM’s RPC, refuses bad ones, and goes back', async () => {
    const { clock, decided } = await started('0')
    const call = (method: string, ...params: string[]) =>
      callMomSocket(join(bench.folder, 'mom.sock'), method, ...params)
    expect(await call('getPolicy')).toBe('0')
    expect(await call('setNamedPolicy', '60_halve', '(nobody knows')).toBe(false)
    expect(await call('setNamedPolicy', '60_halve', halve)).toBe(true)
    expect(await call('getNamedPolicies')).toEqual({ '50_main_': '0', '60_halve': halve })
    await clock.pass(10_000)
    expect(decided()).toHaveLength(1)
    expect(await call('getActiveGuests')).toEqual(['vm1'])
    expect(await call('getStatistics')).toMatchObject({ guests: { vm1: { balloon_cur: 3_145_728 } } })
    expect(await call('resetPolicies')).toBe(true)
    expect(await call('getPolicy')).toBe('0')
  })

  it('goes on when the host could not be asked', async () => {
    const { clock, host, lines, decided } = await started(halve)
    await clock.pass(6_000)
    host.breakLink()
    await clock.pass(60_000)
    host.guests = [aGuestReading({ name: 'other' })]
    await clock.pass(20_000)
    expect(lines).toContainEqual(expect.objectContaining({ sentence: 'The host is not connected.' }))
    expect(decided().length).toBeGreaterThan(0)
  })

  it('stops and hangs up', async () => {
    const { agent, clock, host } = await started(halve)
    await clock.pass(1_000)
    expect(host.open()).toBe(1)
    await agent.stop()
    expect(host.open()).toBe(0)
  })
})

describe('settings of the agent', () => {
  it.each([
    ['an unknown controller', '', 'Baloon', 'there is no Baloon'],
    ['a bad number', 'policy-engine-interval: soon', 'KSM', 'policy-engine-interval'],
  ])('refuse %s', (_, line, controllers, message) => {
    expect(() => readAgentSettings(conf('0', line, controllers))).toThrow(message)
  })

  it('refuse a file that was named and is not there', () => {
    expect(() => readAgentSettings(join(bench.folder, 'none.conf'))).toThrow('none.conf is not there')
  })
})
