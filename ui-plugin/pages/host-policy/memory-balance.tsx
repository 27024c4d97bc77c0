import { DescriptionList, Title } from '@patternfly/react-core'
import { CheckCircleIcon, ExclamationCircleIcon, ExclamationTriangleIcon } from '@patternfly/react-icons'
import { Td, Tr } from '@patternfly/react-table'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import { compareNames } from '../../../shared/measure/compare-names.ts'
import type { GuestReading } from '../../../shared/model/host-reading.ts'
import { Fact } from '../../components/fact.tsx'
import { type Look, StateLabel } from '../../components/labels.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { ReasonsOfVms } from '../../components/reasons-of-vms.tsx'
import { usePages } from '../../components/use-pages.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { BalloonBar } from '../host-detail/balloon-bar.tsx'
import { useHostTexts } from '../hosts/use-host-texts.ts'
import { memoryMoved } from './memory-moved.ts'

export type MemoryBalanceProps = Readonly<{
  tuning: Pick<HostTuning, 'mode' | 'memoryPlan' | 'decisions'>
  guests: readonly GuestReading[]
}>

type Plan = NonNullable<HostTuning['memoryPlan']>

const looks: Readonly<Record<Plan['phase'], Look>> = {
  calm: { icon: <CheckCircleIcon />, status: 'success' },
  short: { icon: <ExclamationTriangleIcon />, status: 'warning' },
  emergency: { icon: <ExclamationCircleIcon />, status: 'danger' },
}

const amounts = ['reserve', 'budget', 'need', 'givable'] as const

/** How the memory balancer sees this host, and what it gave to VMs and took from them. */
export function MemoryBalance({ tuning: { mode, memoryPlan, decisions }, guests }: MemoryBalanceProps) {
  const { t, reason } = useTexts()
  const { kib } = useHostTexts()
  return (
    <div className="policy-decisions">
      <Title headingLevel="h4" size="md">
        {t('balance.memory')}
      </Title>
      {memoryPlan === undefined ? (
        <p>{t('balance.memory.none')}</p>
      ) : (
        <>
          <p>{reason(memoryPlan.standing)}</p>
          <DescriptionList isCompact isHorizontal className="guest-facts">
            <Fact term={t('balance.phase')}>
              <StateLabel look={looks[memoryPlan.phase]} text={t(`balance.phase.${memoryPlan.phase}`)} />
            </Fact>
            {amounts.map(amount => (
              <Fact key={amount} term={t(`balance.${amount}`)}>
                {kib(memoryPlan[`${amount}KiB`])} <span className="field-note">{t(`balance.${amount}.means`)}</span>
              </Fact>
            ))}
          </DescriptionList>
        </>
      )}
      {mode === 'dry-run' ? <p>{t('balance.moved.dry')}</p> : <Moved decisions={decisions} guests={guests} />}
      {memoryPlan !== undefined && memoryPlan.leftAlone.length > 0 && (
        <>
          <p>{t('balance.leftAlone', { count: memoryPlan.leftAlone.length })}</p>
          <ReasonsOfVms vms={memoryPlan.leftAlone} />
        </>
      )}
    </div>
  )
}

/** Those that gave or got the most first; a VM that has gone is named without its balloon. */
function Moved({ decisions, guests }: Pick<HostTuning, 'decisions'> & Pick<MemoryBalanceProps, 'guests'>) {
  const { t } = useTexts()
  const { kib } = useHostTexts()
  const amount = (value: number) => (value === 0 ? '–' : kib(value))
  const byId = new Map(guests.map(guest => [guest.id, guest]))
  const rows = [...memoryMoved(decisions)].toSorted(
    ([, a], [, b]) => b.givenKiB + b.takenKiB - a.givenKiB - a.takenKiB || compareNames(a.vmName, b.vmName),
  )
  const [shown, pager] = usePages(rows, { title: t('balance.moved'), key: 'moved' })
  if (rows.length === 0) return <p>{t('balance.moved.none')}</p>
  return (
    <>
      <PlainTable
        label={t('balance.moved')}
        className="pin-table"
        columns={[
          t('guests.column.vm'),
          { figure: t('balance.moved.given') },
          { figure: t('balance.moved.taken') },
          t('guests.column.memory'),
        ]}
      >
        {shown.map(([vmId, { vmName, givenKiB, takenKiB }]) => {
          const guest = byId.get(vmId)
          return (
            <Tr key={vmId}>
              <Td>
                <EntityLink kind="vm" name={vmName} />
              </Td>
              <Td className="figure">{amount(givenKiB)}</Td>
              <Td className="figure">{amount(takenKiB)}</Td>
              <Td>{guest !== undefined && <BalloonBar guest={guest} />}</Td>
            </Tr>
          )
        })}
      </PlainTable>
      {pager}
    </>
  )
}
