import { Label } from '@patternfly/react-core'
import { ExpandableRowContent, Tbody, Td, Tr } from '@patternfly/react-table'
import { useId } from 'react'
import type { PlacedHost } from '../../../shared/plan/placement.ts'
import { EntityLink } from '../../components/portal-links.tsx'
import { RowToggle } from '../../components/row-toggle.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { Decides } from './decides.tsx'
import type { HostChoice } from './host-choice.ts'
import { HostVerdictLabel } from './host-verdict-label.tsx'
import { WhyNotAnswer } from './why-not-answer.tsx'

export type HostChoiceRowProps = Readonly<{
  vmId: string
  choice: HostChoice
  best: PlacedHost | undefined
  second: PlacedHost | undefined
  isOpen: boolean
  onToggle: () => void
}>

const COLUMNS = 6

/** One host with its verdict; below it, once it is chosen, why the VM would not come there. */
export function HostChoiceRow({ vmId, choice, best, second, isOpen, onToggle }: HostChoiceRowProps) {
  const { t, number } = useTexts()
  const detailsId = useId()
  const { host, verdict, isCurrent, placed } = choice
  const label = verdict === 'best' ? 'why.details.best' : 'why.details.of'
  return (
    <Tbody isExpanded={isOpen}>
      <Tr>
        <Td className="row-toggle">
          <RowToggle isOpen={isOpen} label={t(label, { host: host.name })} controls={detailsId} onToggle={onToggle} />
        </Td>
        <Td dataLabel={t('why.column.host')} className="why-host">
          <EntityLink kind="host" name={host.name} />
          {isCurrent && (
            <Label isCompact variant="filled" color="blue" className="why-runs-here">
              {t('why.runsHere')}
            </Label>
          )}
        </Td>
        <Td dataLabel={t('why.column.verdict')}>
          <HostVerdictLabel verdict={verdict} />
        </Td>
        <Td dataLabel={t('why.column.decides')}>
          <Decides choice={choice} best={best} second={second} />
        </Td>
        <Td dataLabel={t('why.column.rank')} className="figure why-wide">
          {placed?.place !== undefined && number(placed.place)}
        </Td>
        <Td dataLabel={t('why.column.points')} className="figure">
          {placed?.points !== undefined && number(placed.points)}
        </Td>
      </Tr>
      <Tr isExpanded={isOpen} id={detailsId}>
        <Td colSpan={COLUMNS}>
          {isOpen && (
            <ExpandableRowContent>
              <WhyNotAnswer vmId={vmId} hostId={host.id} best={best} />
            </ExpandableRowContent>
          )}
        </Td>
      </Tr>
    </Tbody>
  )
}
