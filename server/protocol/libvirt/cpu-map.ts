/** A set of the host's CPUs: CPU n is bit n & 7, counted from the least, of byte n >> 3. */
export function decodeCpuMap(map: Uint8Array): number[] {
  const cpuIds: number[] = []
  for (const [index, byte] of map.entries()) {
    for (let bit = 0; bit < 8; bit++) if ((byte >> bit) & 1) cpuIds.push(index * 8 + bit)
  }
  return cpuIds
}

/** In at least `leastBytes`; CPUs that the map does not name are not in the set. */
export function encodeCpuMap(cpuIds: readonly number[], leastBytes = 1): Uint8Array {
  const highest = cpuIds.reduce((most, id) => Math.max(most, id), 0)
  const map = new Uint8Array(Math.max(leastBytes, (highest >> 3) + 1))
  for (const id of cpuIds) map[id >> 3] = (map[id >> 3] ?? 0) | (1 << (id & 7))
  return map
}

/** Several maps of `mapBytes` each, one behind the other; what is left over at the end is none. */
export function splitCpuMaps(maps: Uint8Array, mapBytes: number): Uint8Array[] {
  if (mapBytes <= 0) return []
  return Array.from({ length: Math.floor(maps.length / mapBytes) }, (_, index) =>
    maps.subarray(index * mapBytes, (index + 1) * mapBytes),
  )
}
