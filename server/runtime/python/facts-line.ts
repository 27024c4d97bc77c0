import type { Snapshot } from '../../../shared/model/snapshot.ts'

/** The snapshot as every zygote takes it. Serialised once for all of them; the zygote knows it by how it begins. */
export const factsLine = (snapshot: Pick<Snapshot, 'clusters' | 'hosts' | 'vms'>): Buffer => {
  const { clusters, hosts, vms } = snapshot
  return Buffer.from(`{"do":"facts","snapshot":${JSON.stringify({ clusters, hosts, vms })}}\n`)
}
