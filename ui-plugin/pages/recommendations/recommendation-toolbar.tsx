import { Button } from '@patternfly/react-core'
import { Choice } from '../../components/choice.tsx'
import { TextFilter } from '../../components/text-filter.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import {
  everyRecommendation,
  firstDirection,
  type Order,
  type RecommendationFilter,
} from './arrange-recommendations.ts'

export type RecommendationToolbarProps = Readonly<{
  filter: RecommendationFilter
  onChange: (filter: RecommendationFilter) => void
  order: Order
  onOrder: (order: Order) => void
  snoozed: number
  /** How many match, and of how many. */
  shown: number
  all: number
}>

/** Which of the recommendations are looked at; where columns are hidden for want of room, also how they are sorted. */
export function RecommendationToolbar(props: RecommendationToolbarProps) {
  const { filter, onChange, order, onOrder, snoozed, shown, all } = props
  const { t } = useTexts()
  const { text, priority, kind, state } = filter
  const isAny = text === '' && priority === '' && kind === '' && state === ''
  return (
    <search className="recs-filter" aria-label={t('recs.filter')}>
      <TextFilter
        label={t('recs.filter.text')}
        clearLabel={t('recs.filter.text.clear')}
        value={text}
        onChange={typed => onChange({ ...filter, text: typed })}
      />
      <Choice
        label={t('recs.filter.priority')}
        value={priority}
        options={[
          { value: '', label: t('recs.filter.priority.any') },
          ...priorities.map(value => ({ value, label: t(`recs.priority.${value}`) })),
        ]}
        onChange={chosen => onChange({ ...filter, priority: chosen })}
      />
      <Choice
        label={t('recs.filter.kind')}
        value={kind}
        options={[
          { value: '', label: t('recs.filter.kind.any') },
          ...kinds.map(value => ({ value, label: t(`recs.filter.kind.${value}`) })),
        ]}
        onChange={chosen => onChange({ ...filter, kind: chosen })}
      />
      <Choice
        label={t('recs.filter.state')}
        value={state}
        options={[
          { value: '', label: t('recs.filter.state.current') },
          { value: 'open', label: t('recs.filter.state.open') },
          { value: 'applying', label: t('recs.filter.state.applying') },
          { value: 'snoozed', label: t('recs.filter.state.snoozed', { count: snoozed }) },
        ]}
        onChange={chosen => onChange({ ...filter, state: chosen })}
      />
      <span className="narrow-only">
        <Choice
          label={t('recs.sort')}
          value={order.by}
          options={sortable.map(value => ({ value, label: t(`recs.sort.${value}`) }))}
          onChange={by => onOrder({ by, direction: firstDirection(by) })}
        />
      </span>
      <Button variant="link" isInline isAriaDisabled={isAny} onClick={() => onChange(everyRecommendation)}>
        {t('recs.filter.clear')}
      </Button>
      <span role="status" className="recs-shown">
        {t('recs.shown', { shown, all })}
      </span>
    </search>
  )
}

const priorities = ['1', '2', '3', '4', '5'] as const
const sortable = ['priority', 'name', 'gain', 'cost', 'cluster', 'age'] as const
const kinds = ['move', 'plan', 'host'] as const
