import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { migrationFilter } from './migration.ts'

/** The VM runs on `source`, unless the case says otherwise. */
const cases: { why: string; vm?: VmOver; source?: HostOver; host?: HostOver; expected: object }[] = [
  {
    why: 'asks nothing for a VM that starts',
    vm: { hostId: undefined },
    host: { address: '127.0.0.1' },
    expected: { kind: 'kept' },
  },
  {
    why: 'keeps the present host, whatever its address',
    host: { id: 'source', address: 'localhost' },
    expected: { kind: 'kept', reason: { code: 'present-host' } },
  },
  {
    why: 'keeps another address',
    source: { address: '10.0.0.1' },
    host: { address: '10.0.0.11' },
    expected: { kind: 'kept', reason: { code: 'other-address' } },
  },
  {
    why: 'drops the same address',
    source: { address: '10.0.0.1' },
    host: { address: '10.0.0.1' },
    expected: { kind: 'dropped', reason: { code: 'same-address', values: { address: '10.0.0.1' } } },
  },
  {
    why: 'drops the same name in other letters and with a final dot',
    source: { address: 'Node1.Example.org' },
    host: { address: 'node1.example.org.' },
    expected: { kind: 'dropped', reason: { code: 'same-address' } },
  },
  {
    why: 'takes IPv4 written as IPv6 for what it is',
    source: { address: '10.0.0.1' },
    host: { address: '[::ffff:10.0.0.1]' },
    expected: { kind: 'dropped', reason: { code: 'same-address' } },
  },
  {
    why: 'drops localhost',
    host: { address: 'localhost' },
    expected: { kind: 'dropped', reason: { code: 'loopback-address' } },
  },
  {
    why: 'drops LOCALHOST.',
    host: { address: 'LOCALHOST.' },
    expected: { kind: 'dropped', reason: { code: 'loopback-address' } },
  },
  {
    why: 'drops 127.0.0.1',
    host: { address: '127.0.0.1' },
    expected: { kind: 'dropped', reason: { code: 'loopback-address' } },
  },
  {
    why: 'drops 127.255.3.4',
    host: { address: '127.255.3.4' },
    expected: { kind: 'dropped', reason: { code: 'loopback-address' } },
  },
  {
    why: 'drops ::1',
    host: { address: '::1' },
    expected: { kind: 'dropped', reason: { code: 'loopback-address' } },
  },
  {
    why: 'drops [::1]',
    host: { address: '[::1]' },
    expected: { kind: 'dropped', reason: { code: 'loopback-address' } },
  },
  {
    why: 'drops 0:0:0:0:0:0:0:1',
    host: { address: '0:0:0:0:0:0:0:1' },
    expected: { kind: 'dropped', reason: { code: 'loopback-address' } },
  },
  {
    why: 'drops ::ffff:127.0.0.1',
    host: { address: '::ffff:127.0.0.1' },
    expected: { kind: 'dropped', reason: { code: 'loopback-address' } },
  },
  {
    why: 'keeps 128.0.0.1',
    source: { address: '10.0.0.1' },
    host: { address: '128.0.0.1' },
    expected: { kind: 'kept', reason: { code: 'other-address' } },
  },
  {
    why: 'keeps 127.example.org',
    source: { address: '10.0.0.1' },
    host: { address: '127.example.org' },
    expected: { kind: 'kept', reason: { code: 'other-address' } },
  },
  {
    why: 'keeps localhost.example.org',
    source: { address: '10.0.0.1' },
    host: { address: 'localhost.example.org' },
    expected: { kind: 'kept', reason: { code: 'other-address' } },
  },
  {
    why: 'keeps ::11',
    source: { address: '10.0.0.1' },
    host: { address: '::11' },
    expected: { kind: 'kept', reason: { code: 'other-address' } },
  },
  {
    why: 'keeps ::2',
    source: { address: '10.0.0.1' },
    host: { address: '::2' },
    expected: { kind: 'kept', reason: { code: 'other-address' } },
  },
  {
    why: 'does not guess the address of a host',
    source: { address: '10.0.0.1' },
    expected: { kind: 'unknown', field: 'host.address' },
  },
  {
    why: 'does not guess the address of the source',
    source: {},
    host: { address: '10.0.0.2' },
    expected: { kind: 'unknown', field: 'source.address' },
  },
  {
    why: 'nor that of a source nobody told of',
    host: { address: '10.0.0.2' },
    expected: { kind: 'unknown', field: 'source.address' },
  },
]

describe('Migration', () => {
  it.each(cases)('$why', ({ vm = {}, source, host = {}, expected }) => {
    const judged = aHostFacts(host)
    const hosts = source ? [judged, aHostFacts({ id: 'source', ...source })] : [judged]
    expect(verdictOf(migrationFilter, aVmFacts({ hostId: 'source', ...vm }), judged, { hosts })).toMatchObject(expected)
  })
})
