import type { Metrics } from './simulate.ts'

const COLUMNS: readonly (readonly [string, (row: Partial<Metrics>) => string | undefined])[] = [
  ['kWh', row => row.energyKwh?.toFixed(1)],
  ['SLATAH %', row => row.slatahPercent?.toFixed(2)],
  ['PDM %', row => row.pdmPercent?.toFixed(4)],
  ['SLAV', row => row.slav?.toExponential(2)],
  ['ESV', row => row.esv?.toExponential(2)],
  ['migrations', row => row.migrations?.toString()],
  ['refused', row => row.refused?.toString()],
  ['switch-offs', row => row.switchOffs?.toString()],
  ['hosts on', row => row.meanActiveHosts?.toFixed(1)],
  ['policy s', row => row.policySeconds?.toFixed(1)],
]

/** One line per row, columns aligned; what is not known is left empty. */
export function table(rows: readonly (Partial<Metrics> & Readonly<{ policy: string }>)[]): string {
  const cells = rows.map(row => [row.policy, ...COLUMNS.map(([, cell]) => cell(row) ?? '')])
  const lines = [['policy', ...COLUMNS.map(([name]) => name)], ...cells]
  const widths = (lines[0] as string[]).map((_, at) => Math.max(...lines.map(line => (line[at] as string).length)))
  const aligned = (cell: string, at: number) =>
    at === 0 ? cell.padEnd(widths[at] as number) : cell.padStart(widths[at] as number)
  return lines.map(line => line.map(aligned).join('  ').trimEnd()).join('\n')
}
