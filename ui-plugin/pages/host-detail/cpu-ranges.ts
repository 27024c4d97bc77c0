/** "0–3, 8" of 8, 0, 1, 2, 3: as people read lists of CPUs. Empty: "". */
export function cpuRanges(ids: readonly number[]): string {
  const ranges: [first: number, last: number][] = []
  for (const id of [...new Set(ids)].toSorted((a, b) => a - b)) {
    const open = ranges.at(-1)
    if (open !== undefined && open[1] === id - 1) open[1] = id
    else ranges.push([id, id])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ')
}
