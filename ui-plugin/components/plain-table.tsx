import { Table, Tbody, Th, Thead, Tr } from '@patternfly/react-table'
import type { ReactNode } from 'react'

export type PlainTableProps = Readonly<{
  /** For those who hear the table without what stands above it. */
  label?: string
  className: string
  /** What stands above each column; `figure`: above numbers. */
  columns: readonly (string | Readonly<{ figure: string }>)[]
  /** The rows. */
  children: ReactNode
}>

/** A small table inside something else, without lines; nothing of it can be sorted or opened. */
export const PlainTable = ({ label, className, columns, children }: PlainTableProps) => (
  <Table variant="compact" borders={false} {...(label !== undefined && { 'aria-label': label })} className={className}>
    <Thead>
      <Tr>
        {columns.map(column =>
          typeof column === 'string' ? (
            <Th key={column}>{column}</Th>
          ) : (
            <Th key={column.figure} className="figure">
              {column.figure}
            </Th>
          ),
        )}
      </Tr>
    </Thead>
    <Tbody>{children}</Tbody>
  </Table>
)
