import { Button } from '@patternfly/react-core'
import { SearchIcon } from '@patternfly/react-icons'
import { useMemo, useState } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { Empty } from '../../components/page-states.tsx'
import { usePages } from '../../components/use-pages.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { arranged, everyRecommendation, isInStates, mostUrgentFirst } from './arrange-recommendations.ts'
import { RecommendationTable, type RecommendationTableProps } from './recommendation-table.tsx'
import { RecommendationToolbar } from './recommendation-toolbar.tsx'
import { SelectedActions } from './selected-actions.tsx'
import { useFates } from './use-fates.ts'
import { useSelection } from './use-selection.ts'
import { useSteadyRows } from './use-steady-rows.ts'

export type RecommendationRowsProps = Pick<
  RecommendationTableProps,
  'runs' | 'showsCluster' | 'chosenId' | 'onWhy' | 'onApply' | 'onDismiss' | 'onSnooze'
> &
  Readonly<{
    current: readonly Recommendation[]
    /** Why nothing is to be done, with numbers. */
    nothingBecause: readonly string[]
    hasTools?: boolean
  }>

/** The rows in the order and with the filter that the reader has chosen; what else changes is announced. */
export function RecommendationRows({ current, nothingBecause, hasTools = false, ...table }: RecommendationRowsProps) {
  const { t } = useTexts()
  const [filter, setFilter] = useState(everyRecommendation)
  const [order, setOrder] = useState(mostUrgentFirst)
  const wanted = useMemo(() => arranged(current, filter, order), [current, filter, order])
  const key = JSON.stringify([filter, order])
  const { rows, arrived, refresh } = useSteadyRows({ current, wanted, key, chosenId: table.chosenId })
  const selection = useSelection(rows)
  const [shown, pager] = usePages(rows, { title: t('recs.title'), key, size: 20 })
  const fates = useFates(shown.flatMap(({ recommendation, gone }) => (gone ? [recommendation.id] : [])))
  const left = rows.filter(({ recommendation, gone }) => gone || !isInStates(recommendation.state, filter.state)).length
  const all = current.filter(({ state }) => isInStates(state, filter.state)).length
  const snoozed = current.filter(({ state }) => state === 'snoozed').length
  const hasToolbar = hasTools && (current.length > 0 || rows.length > 0)

  return (
    <>
      {hasToolbar && (
        <RecommendationToolbar
          filter={filter}
          onChange={setFilter}
          order={order}
          onOrder={setOrder}
          snoozed={snoozed}
          shown={wanted.length}
          all={all}
        />
      )}
      <div className={hasToolbar ? 'recs-bar' : ''}>
        {hasToolbar && <SelectedActions selected={selection.selected} />}
        <News arrived={arrived} left={left} onRefresh={refresh} />
      </div>
      {rows.length > 0 && (
        <RecommendationTable
          {...table}
          rows={shown}
          fates={fates}
          order={order}
          onOrder={setOrder}
          {...(hasTools && { selection })}
        />
      )}
      {pager}
      {rows.length === 0 && all > 0 && (
        <Empty
          title={t('recs.noMatch')}
          icon={SearchIcon}
          action={{ label: t('recs.filter.clear'), onClick: () => setFilter(everyRecommendation) }}
        >
          {t('recs.noMatch.body', { hidden: all })}
        </Empty>
      )}
      {rows.length === 0 && all === 0 && filter.state === 'snoozed' && (
        <Empty title={t('recs.noneSnoozed')}>{t('recs.noneSnoozed.body')}</Empty>
      )}
      {rows.length === 0 && all === 0 && filter.state !== 'snoozed' && (
        <Empty title={t('recs.empty')} status="success">
          {nothingBecause.map(sentence => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Empty>
      )}
    </>
  )
}

type NewsProps = Readonly<{ arrived: number; left: number; onRefresh: () => void }>

function News({ arrived, left, onRefresh }: NewsProps) {
  const { t } = useTexts()
  return (
    <div aria-live="polite" className="row-news">
      {(arrived > 0 || left > 0) && (
        <>
          {[
            ...(arrived > 0 ? [t('recs.new', { count: arrived })] : []),
            ...(left > 0 ? [t('recs.gone', { count: left })] : []),
          ].join(', ')}
          <Button variant="link" isInline onClick={onRefresh}>
            {arrived > 0 ? t('recs.new.show') : t('recs.gone.clear')}
          </Button>
        </>
      )}
    </div>
  )
}
