import type { Snapshot } from '../../../shared/model/snapshot.ts'

/** A snapshot as plugins are sent it, and where in it each host and VM stands. */
export type SnapshotLine = Readonly<{
  number: number
  line: Buffer
  hostPlaces: ReadonlyMap<string, number>
  vmPlaces: ReadonlyMap<string, number>
}>

const lines = new WeakMap<Snapshot, SnapshotLine>()
let last = 0

/** Made once for each snapshot, whatever the number of plugins: of 10,000 VMs it is 6 MB and takes 40 ms. */
export function snapshotLine(snapshot: Snapshot): SnapshotLine {
  const known = lines.get(snapshot)
  if (known !== undefined) return known
  last += 1
  const made = {
    number: last,
    line: Buffer.from(`${JSON.stringify({ do: 'snapshot', number: last, snapshot })}\n`),
    hostPlaces: placesOf(snapshot.hosts),
    vmPlaces: placesOf(snapshot.vms),
  }
  lines.set(snapshot, made)
  return made
}

const placesOf = (list: readonly Readonly<{ id: string }>[]): ReadonlyMap<string, number> =>
  new Map(list.map(({ id }, place) => [id, place]))
