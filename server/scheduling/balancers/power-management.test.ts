import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, type HostOver } from '../../../test/fakes/scheduling.ts'
import { managePower } from './power-management.ts'

const ours = { enabled: true, controlledByPolicy: true, policyDisabled: false, externalStatusOk: true }
type Power = Omit<typeof ours, 'controlledByPolicy'> & { controlledByPolicy: boolean | undefined }
const powerOf = ({ controlledByPolicy, ...power }: Power) => ({
  ...power,
  ...(controlledByPolicy !== undefined && { controlledByPolicy }),
})
const empty = (id: string, over: HostOver = {}): HostOver => ({
  id,
  power: { ...ours, controlledByPolicy: false },
  ...over,
})
const resting = (id: string, power: Partial<Power> = {}): HostOver => ({
  id,
  status: 'maintenance',
  power: powerOf({ ...ours, ...power }),
})
const off = (id: string, power: Partial<typeof ours> = {}): HostOver => ({
  id,
  status: 'down',
  power: { ...ours, ...power },
})

const cases: { why: string; reserve: number; hosts: HostOver[]; pendingOn?: string; expected: object }[] = [
  {
    why: 'too many: the first empty host rests',
    reserve: 0,
    hosts: [{ id: 'busy', vmCount: 1 }, empty('A'), empty('B')],
    expected: { kind: 'maintenance', hostId: 'A', because: { values: { reserve: 0, empty: 2 } } },
  },
  {
    why: 'as many as wanted: nothing',
    reserve: 1,
    hosts: [empty('A')],
    expected: { kind: 'none', because: { code: 'reserve-met' } },
  },
  {
    why: 'too many and one rests already: another rests',
    reserve: 0,
    hosts: [empty('A'), resting('R')],
    expected: { kind: 'maintenance', hostId: 'A' },
  },
  {
    why: 'too many and two rest: the first of them is powered off',
    reserve: 0,
    hosts: [empty('A'), resting('R'), resting('S')],
    expected: { kind: 'power-off', hostId: 'R' },
  },
  {
    why: 'too many and two rest, one in a bad state: another rests',
    reserve: 0,
    hosts: [empty('A'), resting('R'), resting('S', { externalStatusOk: false })],
    expected: { kind: 'maintenance', hostId: 'A' },
  },
  {
    why: 'enough and one rests: it is powered off',
    reserve: 1,
    hosts: [empty('A'), resting('R')],
    expected: { kind: 'power-off', hostId: 'R', because: { code: 'spare-host-off' } },
  },
  {
    why: 'enough and one rests in a bad state: nothing',
    reserve: 1,
    hosts: [empty('A'), resting('R', { externalStatusOk: false })],
    expected: { kind: 'none' },
  },
  {
    why: 'too few and one rests: it is activated, in a bad state too',
    reserve: 2,
    hosts: [empty('A'), off('O'), resting('R', { externalStatusOk: false })],
    expected: { kind: 'activate', hostId: 'R' },
  },
  {
    why: 'too few and one is off: it is started',
    reserve: 2,
    hosts: [empty('A'), off('O')],
    expected: { kind: 'start', hostId: 'O' },
  },
  {
    why: 'too few and the one that is off is in a bad state: nothing',
    reserve: 2,
    hosts: [empty('A'), off('O', { externalStatusOk: false })],
    expected: { kind: 'none', because: { code: 'no-host-to-wake' } },
  },
  {
    why: 'hosts a person put to rest are left alone',
    reserve: 2,
    hosts: [empty('A'), off('O', { controlledByPolicy: false }), resting('R', { controlledByPolicy: false })],
    expected: { kind: 'none', because: { code: 'no-host-to-wake' } },
  },
  {
    why: 'hosts taken out of this policy are left alone',
    reserve: 2,
    hosts: [empty('A'), off('O', { policyDisabled: true }), resting('R', { policyDisabled: true })],
    expected: { kind: 'none', because: { code: 'no-host-to-wake' } },
  },
  {
    why: 'no empty host may rest',
    reserve: 0,
    hosts: [
      empty('spm', { spm: 'spm' }),
      empty('excluded', { power: { ...ours, policyDisabled: true } }),
      empty('powerless', { power: { ...ours, enabled: false } }),
      empty('bad', { power: { ...ours, externalStatusOk: false } }),
    ],
    expected: { kind: 'none', because: { code: 'no-host-may-rest' } },
  },
  {
    why: 'the pool manager is passed over, and its power is not asked for',
    reserve: 0,
    hosts: [empty('spm', { spm: 'spm', power: undefined }), empty('B')],
    expected: { kind: 'maintenance', hostId: 'B' },
  },
  {
    why: 'a host that only contends for the role may rest',
    reserve: 0,
    hosts: [empty('A', { spm: 'contending' })],
    expected: { kind: 'maintenance', hostId: 'A' },
  },
  {
    why: 'migrations and VMs on their way make a host not empty',
    reserve: 0,
    hosts: [empty('A', { vmMigrating: 1 }), empty('B')],
    pendingOn: 'B',
    expected: { kind: 'none', because: { code: 'reserve-met' } },
  },
  {
    why: 'an empty host of which power is not known',
    reserve: 0,
    hosts: [empty('A', { power: undefined })],
    expected: { kind: 'unknown', field: 'host.power', hostId: 'A' },
  },
  {
    why: 'a host at rest of which it is not known who put it there',
    reserve: 1,
    hosts: [empty('A'), { id: 'R', status: 'maintenance' }],
    expected: { kind: 'unknown', field: 'host.power', hostId: 'R' },
  },
  {
    why: 'a host at rest of which only that is not known',
    reserve: 1,
    hosts: [empty('A'), resting('R', { controlledByPolicy: undefined })],
    expected: { kind: 'unknown', field: 'host.power.controlledByPolicy', hostId: 'R' },
  },
  {
    why: 'too many, and it is not known whose the resting one is: another may rest all the same',
    reserve: 0,
    hosts: [empty('A'), resting('R', { controlledByPolicy: undefined })],
    expected: { kind: 'maintenance', hostId: 'A' },
  },
  {
    why: 'too few, and it is not known whose the resting one is',
    reserve: 2,
    hosts: [empty('A'), off('O'), resting('R', { controlledByPolicy: undefined })],
    expected: { kind: 'unknown', hostId: 'R' },
  },
  {
    why: 'a host that is off of which it is not known who switched it off',
    reserve: 2,
    hosts: [empty('A'), { id: 'O', status: 'down' }],
    expected: { kind: 'unknown', field: 'host.power', hostId: 'O' },
  },
  {
    why: 'such a host where none has to be started',
    reserve: 0,
    hosts: [empty('A'), { id: 'O', status: 'down' }],
    expected: { kind: 'maintenance', hostId: 'A' },
  },
]

describe('power management of hosts', () => {
  it.each(cases)('$why', ({ reserve, hosts, pendingOn, expected }) => {
    const situation = aSituation({
      hosts: hosts.map(aHostFacts),
      pending: pendingOn === undefined ? [] : [{ vmId: 'vm1', hostId: pendingOn }],
      properties: { HostsInReserve: String(reserve), EnableAutomaticHostPowerManagement: 'true' },
    })
    expect(managePower(situation)).toMatchObject(expected)
  })

  it.each([
    { properties: {}, kind: 'none' },
    { properties: { EnableAutomaticHostPowerManagement: 'false' }, kind: 'none' },
    { properties: { EnableAutomaticHostPowerManagement: 'yes' }, kind: 'none' },
    { properties: { EnableAutomaticHostPowerManagement: 'TRUE' }, kind: 'maintenance' },
  ])('is switched by its property: $properties', ({ properties, kind }) => {
    expect(managePower(aSituation({ hosts: [aHostFacts(empty('A'))], properties })).kind).toBe(kind)
  })
})
