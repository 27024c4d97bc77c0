import type { NumaNode, PhysicalCpu } from '../../../shared/model/host-reading.ts'
import { elementsAt, type XmlElement } from '../../protocol/xml/read-elements.ts'
import { parseXml, wholeNumber } from './parse-xml.ts'

/** How the host is built: what does not change while it runs. */
export type HostTopology = Readonly<{
  cpus: readonly Omit<PhysicalCpu, 'use'>[]
  numaNodes: readonly Omit<NumaNode, 'freeKiB'>[]
  /** Of its usual pages. */
  pageKiB?: number
}>

/** From `virsh capabilities`: host/topology/cells/cell, and host/cpu/pages. A host that tells no cells has CPUs all the same, but not here. */
export function parseTopology(document: string): HostTopology {
  const root = parseXml(document)
  const cells = elementsAt(root, 'host', 'topology', 'cells', 'cell')
  const pageKiB = pageOf(root)
  const parsed = cells.flatMap(cell => {
    const id = wholeNumber(cell.attributes.id)
    return id === undefined ? [] : [{ cell, id, cpus: elementsAt(cell, 'cpus', 'cpu').flatMap(cpu => toCpu(cpu, id)) }]
  })
  return {
    cpus: parsed.flatMap(({ cpus }) => cpus).toSorted((a, b) => a.id - b.id),
    numaNodes: parsed.map(({ cell, id, cpus }) => {
      const totalKiB = memoryOf(cell)
      const distances = distancesOf(cell)
      return {
        id,
        cpuIds: cpus.map(cpu => cpu.id),
        ...(totalKiB !== undefined && { totalKiB }),
        ...(distances !== undefined && { distances }),
      }
    }),
    ...(pageKiB !== undefined && { pageKiB }),
  }
}

function toCpu({ attributes }: XmlElement, nodeId: number): HostTopology['cpus'] {
  const id = wholeNumber(attributes.id)
  if (id === undefined) return []
  const socketId = wholeNumber(attributes.socket_id)
  const dieId = wholeNumber(attributes.die_id)
  const coreId = wholeNumber(attributes.core_id)
  return [
    {
      id,
      nodeId,
      ...(socketId !== undefined && { socketId }),
      ...(dieId !== undefined && { dieId }),
      ...(coreId !== undefined && { coreId }),
    },
  ]
}

/** All sizes that the CPU can have are told, huge ones too: `<pages unit='KiB' size='4'/>`. The smallest is that of usual pages. */
function pageOf(root: XmlElement): number | undefined {
  const sizes = elementsAt(root, 'host', 'cpu', 'pages').flatMap(({ attributes: { unit, size } }) => {
    const kib = unit === 'KiB' ? wholeNumber(size) : undefined
    return kib === undefined || kib === 0 ? [] : [kib]
  })
  return sizes.length === 0 ? undefined : Math.min(...sizes)
}

function memoryOf(cell: XmlElement): number | undefined {
  const [memory] = elementsAt(cell, 'memory')
  // libvirt has never written another unit than KiB here.
  return memory?.attributes.unit === 'KiB' ? wholeNumber(memory.text) : undefined
}

function distancesOf(cell: XmlElement): Record<string, number> | undefined {
  const siblings = elementsAt(cell, 'distances', 'sibling').flatMap(({ attributes }) => {
    const [id, value] = [wholeNumber(attributes.id), wholeNumber(attributes.value)]
    return id === undefined || value === undefined ? [] : [[String(id), value] as const]
  })
  return siblings.length === 0 ? undefined : Object.fromEntries(siblings)
}
