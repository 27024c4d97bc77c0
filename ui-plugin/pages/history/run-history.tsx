import { useState } from 'react'
import { type Run, type RunState, runStates } from '../../../shared/plan/run.ts'
import type { Remote } from '../../api/use-remote.ts'
import { Choice } from '../../components/choice.tsx'
import { usePages } from '../../components/use-pages.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { RunsCard, type RunsCardProps } from '../runs/runs-card.tsx'
import { ExportMenu } from './export-menu.tsx'
import { runColumns, runRows } from './exported-rows.ts'
import { MoreNote } from './more-note.tsx'

export type RunHistoryProps = Readonly<{
  runs: Remote<readonly Run[]>
  /** Those that the page's filters let through. */
  matching: readonly Run[]
  filterKey: string
  hasCluster: boolean
  /** How many were loaded at most; undefined: all there are. */
  limit: number | undefined
  onMore: (() => void) | undefined
}> &
  Pick<RunsCardProps, 'onRetry' | 'onPlanned' | 'onShowPlan'>

/** The runs with what may be done with them, by state, page by page. */
export function RunHistory({ runs, matching, filterKey, hasCluster, limit, onMore, ...on }: RunHistoryProps) {
  const { t } = useTexts()
  const [state, setState] = useState<RunState | ''>('')
  const found = matching.filter(run => state === '' || run.state === state)
  const [shown, pager] = usePages(found, { title: t('runs.title'), key: `${filterKey} ${state}` })
  return (
    <RunsCard
      {...on}
      runs={runs}
      shown={shown}
      hasCluster={hasCluster}
      tools={
        <>
          <Choice
            label={t('history.state')}
            value={state}
            options={[
              { value: '', label: t('history.state.all') },
              ...runStates.map(value => ({ value, label: t(`runs.state.${value}`) })),
            ]}
            onChange={setState}
          />
          <ExportMenu
            what={t('runs.title')}
            fileName="ovirt-scheduler-runs"
            columns={runColumns}
            collect={async () => ({ rows: runRows(found), json: found, ...(limit !== undefined && { limit }) })}
          />
        </>
      }
      foot={
        <>
          {found.length === 0 && <p className="field-note">{t('history.none')}</p>}
          <MoreNote limit={limit} onMore={onMore} />
          {pager}
        </>
      }
    />
  )
}
