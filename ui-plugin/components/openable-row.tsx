import { Button } from '@patternfly/react-core'
import { AngleDownIcon, AngleRightIcon } from '@patternfly/react-icons'
import { ExpandableRowContent, Tbody, type TbodyProps, Td, Tr } from '@patternfly/react-table'
import { type ReactNode, useId } from 'react'

export type OpenableRowProps = Pick<TbodyProps, 'onMouseEnter' | 'onMouseLeave' | 'onFocus' | 'onBlur'> &
  Readonly<{
    isOpen: boolean
    onToggle: () => void
    /** Of what is opened, for those who hear the button without its row. */
    label: string
    /** Of the table, with that of the button. */
    columns: number
    /** The cells that follow the button. */
    children: ReactNode
    /** Rows that stand between the row and what it opens. */
    between?: ReactNode
    /** What is opened. */
    details: ReactNode
  }>

/** A row with a button before its cells that opens what is known besides, below it. Of its own table body. */
export function OpenableRow(props: OpenableRowProps) {
  const { isOpen, onToggle, label, columns, children, between, details, ...onBody } = props
  const detailsId = useId()
  return (
    <Tbody isExpanded={isOpen} {...onBody}>
      <Tr>
        <Td className="row-toggle">
          <Button
            variant="plain"
            size="sm"
            icon={isOpen ? <AngleDownIcon /> : <AngleRightIcon />}
            aria-label={label}
            aria-expanded={isOpen}
            aria-controls={detailsId}
            onClick={onToggle}
          />
        </Td>
        {children}
      </Tr>
      {between}
      <Tr isExpanded={isOpen} id={detailsId}>
        <Td colSpan={columns}>{isOpen && <ExpandableRowContent>{details}</ExpandableRowContent>}</Td>
      </Tr>
    </Tbody>
  )
}
