/** [8, 0, 1, 2, 3] → "0-3,8", as Linux, libvirt and vdsm write lists of CPUs: sorted, each once. Empty: "". */
export function formatCpuList(ids: readonly number[]): string {
  const ranges: [first: number, last: number][] = []
  for (const id of [...new Set(ids)].toSorted((a, b) => a - b)) {
    const open = ranges.at(-1)
    if (open !== undefined && open[1] === id - 1) open[1] = id
    else ranges.push([id, id])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}
