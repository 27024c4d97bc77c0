import { describe, expect, it } from 'vitest'
import { type VmStatus, vmStatuses } from '../../../shared/model/vm.ts'
import type { VmStatusChange } from '../../../shared/sdk/scheduler.ts'
import { aVm, NOON_MS } from '../../../test/fakes/builders.ts'
import { aHostFacts, aSituation, aVmFacts, type HostOver, type VmOver } from '../../../test/fakes/scheduling.ts'
import { engineUnits, mandatoryFilters } from '../engine-units.ts'
import { effectivePolicy } from '../pipeline/effective-policy.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import { vmChangeAdvice } from './vm-change-advice.ts'

const [builtIn = expect.fail('no policies')] = builtInPolicies
const policy = effectivePolicy(builtIn, {}, { units: engineUnits, mandatory: mandatoryFilters })

type Told = Readonly<{ vm?: VmOver; hosts?: readonly HostOver[]; change?: Partial<VmStatusChange> }>

/** Of db, which is highly available, down and not on any host. */
function advise({ vm = {}, hosts = [{ id: 'a', usagePercent: 80 }, { id: 'b' }], change = {} }: Told = {}) {
  const situation = aSituation({
    hosts: hosts.map(host => aHostFacts(host)),
    vms: [aVmFacts({ id: 'db', highlyAvailable: true, ...vm })],
    properties: policy.properties,
  })
  const { hostId: _, ...subject } = aVm({ id: 'db', status: 'down', highlyAvailable: true })
  const changed: VmStatusChange = { subject, from: 'up', to: 'down', atMs: NOON_MS, ...change }
  return vmChangeAdvice(changed, { policy, situation, onUnknown: 'keep' })
}
const event = (code: number) => ({ code, description: `event ${code}` })

describe('vmChangeAdvice', () => {
  const told: { why: string; told: Told; because: { code: string; text: string; values: object } }[] = [
    {
      why: 'where it would start',
      told: {},
      because: {
        code: 'ha-vm-down',
        text: 'db is highly available and down; it would start on b.',
        values: { vm: 'db', host: 'b' },
      },
    },
    {
      why: 'that no host has room',
      told: { vm: { memoryMiB: 90_000 } },
      because: {
        code: 'ha-vm-homeless',
        text: 'db is highly available and down, and cannot start: None of 2 hosts can take db. Rejected by: Memory 2.',
        values: { vm: 'db' },
      },
    },
    {
      why: 'that no host is up',
      told: { hosts: [{ id: 'a', status: 'maintenance' }] },
      because: {
        code: 'ha-vm-homeless',
        text: 'db is highly available and down, and cannot start: There is no host that is up to choose for db.',
        values: { vm: 'db' },
      },
    },
  ]
  it.each(told)('tells $why', ({ told: given, because }) => {
    expect(advise(given)).toEqual({ because, notices: [{ subject: { kind: 'vm', id: 'db' }, because }] })
  })

  it.each([
    { why: 'failed', change: { event: event(119) } },
    { why: 'went down by itself', change: { event: event(61) } },
    { why: 'had not been known before', change: { from: undefined } },
    { why: 'was lost with its host', change: { from: 'unknown' } },
    { why: 'could not start', change: { from: 'wait_for_launch' } },
  ] as const)('speaks of a VM that $why', ({ change }) => expect(advise({ change })?.notices).toHaveLength(1))

  const silent: { why: string; told: Told }[] = [
    { why: 'is not highly available', told: { vm: { highlyAvailable: false } } },
    { why: 'somebody stopped', told: { change: { event: event(33) } } },
    { why: 'somebody shut down', told: { change: { from: 'powering_down' } } },
    { why: 'is not known here', told: { change: { subject: aVm({ id: 'other', highlyAvailable: true }) } } },
  ]
  it.each(silent)('is silent about a VM that $why', ({ told: given }) => expect(advise(given)).toBeUndefined())

  it.each(vmStatuses.filter((status): status is Exclude<VmStatus, 'down'> => status !== 'down'))(
    'is silent about a VM that is %s',
    to => expect(advise({ change: { to } })).toBeUndefined(),
  )
})
