import { Button, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core'
import type { Named } from '../../../shared/plan/named.ts'
import { Choice } from '../../components/choice.tsx'
import { TextFilter } from '../../components/text-filter.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { everything, type HistoryFilter, SERVICE_ID, spanNames } from './history-filter.ts'

export type FilterBarProps = Readonly<{
  filter: HistoryFilter
  onChange: (filter: HistoryFilter) => void
  clusters: readonly Named[]
  people: readonly Named[]
}>

/** What of the past is looked at: holds for all that is below it. */
export function FilterBar({ filter, onChange, clusters, people }: FilterBarProps) {
  const { t } = useTexts()
  const { span, text, clusterId, whoId } = filter
  const isAny = span === 'all' && text === '' && clusterId === '' && whoId === ''
  const persons = people.filter(({ id }) => id !== SERVICE_ID)
  return (
    <search className="history-filter" aria-label={t('history.filter')}>
      <ToggleGroup aria-label={t('history.span')}>
        {spanNames.map(name => (
          <ToggleGroupItem
            key={name}
            text={t(`history.span.${name}`)}
            buttonId={`history-span-${name}`}
            isSelected={span === name}
            onChange={() => onChange({ ...filter, span: name })}
          />
        ))}
      </ToggleGroup>
      <TextFilter
        label={t('history.search')}
        clearLabel={t('history.search.clear')}
        value={text}
        onChange={typed => onChange({ ...filter, text: typed })}
      />
      <Choice
        label={t('history.cluster')}
        value={clusterId}
        options={[
          { value: '', label: t('history.cluster.all') },
          ...clusters.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={id => onChange({ ...filter, clusterId: id })}
      />
      <Choice
        label={t('history.who')}
        value={whoId}
        options={[
          { value: '', label: t('history.who.all') },
          { value: SERVICE_ID, label: t('history.who.service') },
          ...persons.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={id => onChange({ ...filter, whoId: id })}
      />
      <Button variant="link" isInline isAriaDisabled={isAny} onClick={() => onChange(everything)}>
        {t('history.reset')}
      </Button>
    </search>
  )
}
