import { type Comparison, compare, type HostRun, meanOf, type RuleName, ruleNames } from './compare-rules.ts'
import type { RunFigures } from './run-rule.ts'

const COLUMNS: readonly (readonly [keyof RunFigures, string])[] = [
  ['convergedAt', 'converged'],
  ['finalSpread', 'final spread'],
  ['meanSpread', 'mean spread'],
  ['p95Spread', 'p95 spread'],
  ['abovePercent', 'above 50 %'],
  ['finalCpuSpread', 'by thread'],
  ['waitedPercent', 'waited %'],
  ['moves', 'moves'],
  ['reversals', 'reversals'],
]

/** Means over the hosts, one line a rule. */
export const meansTable = (runs: readonly HostRun[]): string =>
  aligned([
    ['rule', ...COLUMNS.map(([, name]) => name)],
    ...ruleNames.map(rule => [rule, ...COLUMNS.map(([key]) => meanOf(runs, rule, key).toFixed(1))]),
  ])

const COMPARED = ['finalSpread', 'meanSpread', 'waitedPercent', 'moves'] as const

/** Ours beside each of the others, one line for each figure that is compared. */
export const comparisonTable = (runs: readonly HostRun[], others: readonly RuleName[]): string =>
  aligned([
    ['ours beside', 'by', 'better', 'equal', 'worse', 'by over 5 %', 'worst ratio', 'on'],
    ...others.flatMap(theirs =>
      COMPARED.map(by => [theirs, by, ...comparisonCells(compare(runs, 'ours', theirs, by))]),
    ),
  ])

const comparisonCells = ({ better, equal, worse, tooMuchWorse, worstRatio, worstHost }: Comparison): string[] => [
  ...[better, equal, worse, tooMuchWorse.length].map(String),
  worstRatio.toFixed(2),
  worstHost?.name ?? '',
]

/** Columns as wide as their widest cell; figures to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const isText = widths.map((_, column) => rows.slice(1).every(row => Number.isNaN(Number(row[column]))))
  const cell = (text: string, column: number) =>
    isText[column] ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  return rows.map(row => row.map(cell).join('  ').trimEnd()).join('\n')
}
