import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HostError } from '../host-error.ts'
import { parseTopology } from './capabilities-xml.ts'
import { parseDomain } from './domain-xml.ts'

const cell = (id: number, first: number, inside = '') => `<cell id='${id}'><memory unit='KiB'>2048</memory>${inside}
  <cpus num='2'>
    <cpu id='${first}' socket_id='${id}' die_id='0' core_id='0' siblings='${first}'/>
    <cpu id='${first + 1}' socket_id='${id}' core_id='1' siblings='${first + 1}'/>
  </cpus></cell>`
const host = (cells: string) =>
  `<capabilities><host><topology><cells num='2'>${cells}</cells></topology></host></capabilities>`

describe('parseTopology', () => {
  it('reads nodes with their memory, distances and CPUs', () => {
    const distances = "<distances><sibling id='0' value='10'/><sibling id='1' value='21'/></distances>"
    expect(parseTopology(host(cell(1, 2) + cell(0, 0, distances)))).toEqual({
      cpus: [
        { id: 0, nodeId: 0, socketId: 0, dieId: 0, coreId: 0 },
        { id: 1, nodeId: 0, socketId: 0, coreId: 1 },
        { id: 2, nodeId: 1, socketId: 1, dieId: 0, coreId: 0 },
        { id: 3, nodeId: 1, socketId: 1, coreId: 1 },
      ],
      numaNodes: [
        { id: 1, cpuIds: [2, 3], totalKiB: 2048 },
        { id: 0, cpuIds: [0, 1], totalKiB: 2048, distances: { 0: 10, 1: 21 } },
      ],
    })
  })

  it('leaves out what is no number, and finds nothing where nothing is told', () => {
    expect(parseTopology(host("<cell id='x'/><cell id='3'><cpus><cpu id='-1'/></cpus></cell>"))).toEqual({
      cpus: [],
      numaNodes: [{ id: 3, cpuIds: [] }],
    })
    expect(parseTopology('<capabilities/>')).toEqual({ cpus: [], numaNodes: [] })
  })

  it.each([
    { pages: "<pages unit='KiB' size='2048'/><pages unit='KiB' size='4'/>", kib: 4 },
    { pages: "<pages unit='KiB' size='64'/>", kib: 64 },
    { pages: "<pages unit='KiB' size='0'/><pages unit='bytes' size='4'/><pages/>", kib: undefined },
  ])('takes the smallest of the pages, in KiB: $kib', ({ pages, kib }) => {
    const told = parseTopology(`<capabilities><host><cpu>${pages}</cpu></host></capabilities>`)
    expect(told).toEqual({ cpus: [], numaNodes: [], ...(kib !== undefined && { pageKiB: kib }) })
  })
})

const qos = (inside: string) =>
  `<ovirt-tune:qos xmlns:ovirt-tune='http://ovirt.org/vm/tune/1.0'>${inside}</ovirt-tune:qos>`
const vm = (metadata: string, devices = '') =>
  `<domain type='kvm'><metadata>${metadata}</metadata><devices>${devices}</devices></domain>`

describe('parseDomain', () => {
  it('reads disks of every kind, and neither drives nor what has no name', () => {
    const devices = `
      <disk type='file' device='disk'><source file='/a.img'/><target dev='vda'/></disk>
      <disk type='block' device='lun'><source dev='/dev/b'/><target dev='sda'/></disk>
      <disk type='network'><source protocol='rbd' name='pool/c'/><target dev='vdb'/></disk>
      <disk device='disk'><target dev='vdc'/></disk>
      <disk device='disk'><source file='/d.img'/></disk>
      <disk device='cdrom'><target dev='hda'/></disk>`
    expect(parseDomain(vm('', devices)).disks).toEqual([
      { device: 'vda', path: '/a.img' },
      { device: 'sda', path: '/dev/b' },
      { device: 'vdb', path: 'pool/c' },
      { device: 'vdc' },
    ])
  })

  for (const [how, prefix] of [
    ['with', 'ovirt-tune:'],
    ['without', ''],
  ] as const) {
    it(`reads what vdsm wrote ${how} its namespace inside`, () => {
      const metadata = qos(`<${prefix}vcpuLimit>75</${prefix}vcpuLimit>`)
      expect(parseDomain(vm(metadata)).cpuLimitPercent).toBe(75)
    })
  }

  it('reads guaranteed memory, and the limits of disks by name or path', () => {
    const limits = '<maximum><total_iops_sec>100</total_iops_sec><read_bytes_sec>0</read_bytes_sec></maximum>'
    const metadata =
      qos(`<ioTune><device name='vda'>${limits}</device><device path='/b'>${limits}</device></ioTune>`) +
      `<o:vm xmlns:o='http://ovirt.org/vm/1.0'><o:minGuaranteedMemoryMb type='int'>512</o:minGuaranteedMemoryMb></o:vm>`
    const devices = ['a', 'b', 'c'].map(
      name => `<disk device='disk'><source file='/${name}'/><target dev='vd${name}'/></disk>`,
    )
    const allowed = { totalIops: 100, readBytesPerS: 'unlimited' }
    expect(parseDomain(vm(metadata, devices.join('')))).toEqual({
      guaranteedKiB: 524_288,
      disks: [
        { device: 'vda', path: '/a', allowed },
        { device: 'vdb', path: '/b', allowed },
        { device: 'vdc', path: '/c' },
      ],
    })
  })

  it('believes no metadata of others, and nothing that is no number', () => {
    expect(parseDomain(vm("<qos xmlns='http://x.example'><vcpuLimit>75</vcpuLimit></qos>"))).toEqual({ disks: [] })
    expect(parseDomain(vm(qos('<vcpuLimit>many</vcpuLimit>')))).toEqual({ disks: [] })
  })

  const broken: Readonly<Record<string, string>> = {
    'is cut off': '<domain><devices>',
    'is empty': '',
    'has a document type': '<!DOCTYPE domain><domain/>',
    'is too deep': '<a>'.repeat(100),
    'is too large': `<a>${'<b/>'.repeat(200_001)}</a>`,
  }
  for (const [why, document] of Object.entries(broken)) {
    it(`refuses a document that ${why}`, () => {
      expect(() => parseDomain(document)).toThrow(expect.objectContaining({ code: 'host-protocol' }))
    })
  }

  it('throws HostError and nothing else, whatever the text', () => {
    const whole = vm(qos('<vcpuLimit>75</vcpuLimit>'), "<disk device='disk'><target dev='vda'/></disk>")
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(20), fc.string({ unit: 'binary', maxLength: 20 }), (at, cut, text) => {
        try {
          parseDomain(whole.slice(0, at) + text + whole.slice(at + cut))
        } catch (error) {
          expect(error).toBeInstanceOf(HostError)
        }
      }),
    )
  })
})
