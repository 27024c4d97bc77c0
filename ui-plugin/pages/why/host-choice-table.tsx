import { Button, SearchInput } from '@patternfly/react-core'
import { Table, Th, Thead, Tr } from '@patternfly/react-table'
import { useState } from 'react'
import type { Placement } from '../../../shared/plan/placement.ts'
import { useFirstOf } from '../../components/show-more.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { hostChoices } from './host-choice.ts'
import { HostChoiceRow } from './host-choice-row.tsx'
import { useSteadyChoices } from './use-steady-choices.ts'

/** Of many hosts the first come at once; from here on they can be looked for by name. */
const FIRST = 10

/** Every host of the cluster with what is said of it. Choosing one asks why the VM would not come there; one at a time. */
export function HostChoiceTable({ placement }: Readonly<{ placement: Placement }>) {
  const { t } = useTexts()
  const { rows, isReordered, reorder } = useSteadyChoices(hostChoices(placement))
  const [wanted, setWanted] = useState('')
  const [openId, setOpenId] = useState<string>()
  const found = rows.filter(({ host }) => host.name.toLowerCase().includes(wanted.trim().toLowerCase()))
  const [shown, more] = useFirstOf(found, FIRST)
  const kept = placement.hosts.filter(host => host.kept)
  const best = kept.find(({ host }) => host.id === placement.chosen?.id)
  const second = kept.find(host => host !== best)
  return (
    <>
      {rows.length > FIRST && (
        <SearchInput
          className="why-find"
          aria-label={t('why.find')}
          placeholder={t('why.find')}
          value={wanted}
          onChange={(_event, value) => setWanted(value)}
          onClear={() => setWanted('')}
        />
      )}
      <div aria-live="polite" className="row-news why-news">
        {isReordered && (
          <>
            {t('why.reorder.note')}
            <Button variant="link" isInline onClick={reorder}>
              {t('why.reorder')}
            </Button>
          </>
        )}
        {found.length === 0 && t('why.find.none')}
      </div>
      <Table variant="compact" isStickyHeader aria-label={t('why.here')} className="why-table">
        <Thead>
          <Tr>
            <Th screenReaderText={t('why.column.details')} className="row-toggle" />
            <Th>{t('why.column.host')}</Th>
            <Th>{t('why.column.verdict')}</Th>
            <Th>{t('why.column.decides')}</Th>
            <Th className="figure why-wide" modifier="nowrap">
              {t('why.column.rank')}
            </Th>
            <Th className="figure" modifier="nowrap">
              {t('why.column.points')}
            </Th>
          </Tr>
        </Thead>
        {shown.map(choice => (
          <HostChoiceRow
            key={choice.host.id}
            vmId={placement.vm.id}
            choice={choice}
            best={best}
            second={second}
            isOpen={choice.host.id === openId}
            onToggle={() => setOpenId(choice.host.id === openId ? undefined : choice.host.id)}
          />
        ))}
      </Table>
      {more}
    </>
  )
}
