export type Cell = string | number | undefined

/**
 * A table as CSV by RFC 4180, its first row the names of the columns. Names of VMs and words of users come from outside: a text that
 * a spreadsheet would take for a formula is given an apostrophe in front, which shows it as it is. Numbers are left as they are.
 */
export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  rows.map(row => `${row.map(cellOf).join(',')}\r\n`).join('')

function cellOf(cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
