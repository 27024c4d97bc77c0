import { mibToBytes } from '../../../shared/measure/memory.ts'
import { entityId } from '../demand/entity-id.ts'
import { hashToUnit } from '../demand/random.ts'
import type { HostModel } from '../scenarios/plan.ts'
import type { SimHost, SimNumaNode, SimState } from '../world/state.ts'

type HostSeed = Readonly<{ name: string; model: HostModel; clusterId: string; startMs: number }>

const DAY_MS = 86_400_000

/** A host that is up and not measured yet. The first one of the engine is its storage pool manager. */
export function seedHost(state: SimState, { name, model, clusterId, startMs }: HostSeed): SimHost {
  const number = state.hosts.size
  const { sockets, cores, threads } = model
  return {
    id: entityId(state.seed, 'host', number),
    name,
    clusterId,
    address: `${name}.lab.example`,
    status: 'up',
    cpu: { model: model.cpu, type: model.cpuType, mhz: model.mhz, sockets, cores, threads },
    memoryBytes: mibToBytes(model.memoryMiB),
    swapTotalBytes: mibToBytes(model.swapMiB),
    linkMbps: model.linkMbps,
    isSpm: number === 0,
    numa: numaNodes(state.seed, number, model),
    tagIds: [],
    bootedAtMs: startMs - Math.round((5 + 60 * hashToUnit(state.seed, number, 11)) * DAY_MS),
    measured: {
      memoryUsedPercent: 0,
      swapUsedBytes: 0,
      sharedBytes: 0,
      cpuUserPercent: 0,
      cpuSystemPercent: 0,
      load5m: 0,
      ksmCpuPercent: 0,
    },
  }
}

/** One node per socket, CPUs dealt out in blocks; 10 is the distance to itself and 21 to any other. */
function numaNodes(seed: number, hostNumber: number, { sockets, cores, threads, memoryMiB }: HostModel): SimNumaNode[] {
  const perNode = cores * threads
  return Array.from({ length: sockets }, (_, index) => ({
    id: entityId(seed, 'numa-node', hostNumber * 16 + index),
    index,
    cpus: Array.from({ length: perNode }, (_, cpu) => index * perNode + cpu),
    memoryMiB: Math.floor(memoryMiB / sockets),
    distances: Array.from({ length: sockets }, (_, other) => (other === index ? 10 : 21)),
  }))
}
