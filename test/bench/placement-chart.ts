import plot from 'simple-ascii-chart'

/** What the explanation of one VM's placement took, in ms, in a cluster of so many hosts. */
export type PlacementCost = Readonly<{ hosts: number; explainP50Ms: number; explainP99Ms: number }>

const WIDTH = 64
const HEIGHT = 14

/**
 * Draws how the cost grows: hosts on a logarithmic scale to the right, ms upwards, one line for the median and, above it,
 * one for the 99th percentile. Empty for fewer than two sizes: one point shows no growth.
 */
export function placementChart(
  rows: readonly PlacementCost[],
  { isColoured }: Readonly<{ isColoured: boolean }>,
): string {
  const sizes = new Set(rows.map(({ hosts }) => hosts))
  if (sizes.size < 2) return ''
  const line = (msOf: (row: PlacementCost) => number) =>
    rows.toSorted((a, b) => a.hosts - b.hosts).map((row): [number, number] => [Math.log10(row.hosts), msOf(row)])
  const chart = plot([line(({ explainP99Ms }) => explainP99Ms), line(({ explainP50Ms }) => explainP50Ms)], {
    width: WIDTH,
    height: HEIGHT,
    title: 'Explaining one placement, ms by hosts (logarithmic): p99 above p50',
    customXAxisTicks: [...sizes].map(hosts => Math.log10(hosts)),
    formatter: (value, { axis }) => (axis === 'x' ? Math.round(10 ** value) : Number(value.toFixed(2))),
    // Without colours the legend could not tell the lines apart.
    ...(isColoured && { color: ['ansiRed', 'ansiGreen'], legend: { position: 'bottom', series: ['p99', 'p50'] } }),
  })
  return chart.replaceAll(/ +$/gm, '').trim()
}
