import { Label } from '@patternfly/react-core'
import { Td } from '@patternfly/react-table'
import type { PlacedHost } from '../../../shared/plan/placement.ts'
import { OpenableRow } from '../../components/openable-row.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
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
  const { host, verdict, isCurrent, placed } = choice
  const label = verdict === 'best' ? 'why.details.best' : 'why.details.of'
  return (
    <OpenableRow
      isOpen={isOpen}
      onToggle={onToggle}
      label={t(label, { host: host.name })}
      columns={COLUMNS}
      details={<WhyNotAnswer vmId={vmId} hostId={host.id} best={best} />}
    >
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
    </OpenableRow>
  )
}
