import { Button, Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core'
import { useMemo, useState } from 'react'
import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import { useClient } from '../../api/api-context.tsx'
import { usePages } from '../../components/use-pages.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { ActionFilter, type AuditAction } from './action-filter.tsx'
import { AuditTable } from './audit-table.tsx'
import { type Exported, ExportMenu } from './export-menu.tsx'
import { auditColumns, isoOf } from './exported-rows.ts'
import { entryMatches, type HistoryFilter, sinceMs } from './history-filter.ts'
import { MoreNote } from './more-note.tsx'
import { useAnnounced } from './use-announced.ts'
import { type Audit, MAX_ENTRIES } from './use-audit.ts'
import { useAuditText } from './use-audit-text.ts'

export type AuditCardProps = Readonly<{ audit: Audit; filter: HistoryFilter; filterKey: string; nowMs: number }>

/** The audit: who did what, when. */
export function AuditCard({ audit: { entries, reload, more }, filter, filterKey, nowMs }: AuditCardProps) {
  const { t } = useTexts()
  const client = useClient()
  const textOf = useAuditText()
  const [actions, setActions] = useState<ReadonlySet<AuditAction>>(new Set())
  const loaded = entries.state === 'ready' ? entries.data.entries : NONE
  const found = useMemo(
    () => loaded.filter(entry => isShown(entry, actions) && entryMatches(entry, filter, nowMs)),
    [loaded, actions, filter, nowMs],
  )
  const key = `${filterKey} ${[...actions].join(' ')}`
  const [steady, news, showNews] = useAnnounced(found, key)
  const [shown, pager] = usePages(steady, { title: t('history.audit'), key, size: 20 })

  async function collect(signal: AbortSignal): Promise<Exported> {
    const now = Date.now()
    const fromMs = sinceMs(filter.span, now)
    const all = await client.listHistory(
      { fromMs: fromMs && Math.floor(fromMs), text: filter.text.trim(), limit: MAX_ENTRIES },
      signal,
    )
    const json = all.filter(entry => isShown(entry, actions) && entryMatches(entry, filter, now))
    const rows = json.map(entry => [
      isoOf(entry.atMs),
      entry.by.name,
      entry.action,
      textOf(entry),
      entry.cluster?.name,
      entry.subject,
      entry.from?.address,
      entry.from?.requestId,
    ])
    return { rows, json, ...(all.length === MAX_ENTRIES && { limit: MAX_ENTRIES }) }
  }

  return (
    <Card isCompact className="sized-card">
      <CardHeader
        actions={{
          hasNoOffset: true,
          actions: (
            <>
              <ActionFilter chosen={actions} onChange={setActions} />
              <ExportMenu
                what={t('history.audit')}
                fileName="ovirt-scheduler-audit"
                columns={auditColumns}
                collect={collect}
              />
            </>
          ),
        }}
      >
        <CardTitle component="h2">{t('history.audit')}</CardTitle>
      </CardHeader>
      <CardBody>
        <WhenReady remote={entries} onRetry={reload}>
          {({ isComplete }) => (
            <>
              <div aria-live="polite" className="row-news">
                {news > 0 && (
                  <>
                    {t('history.audit.new', { count: news })}
                    <Button variant="link" isInline onClick={showNews}>
                      {t('history.audit.new.show')}
                    </Button>
                  </>
                )}
              </div>
              {shown.length > 0 && <AuditTable entries={shown} />}
              {found.length === 0 && (
                <p className="field-note">{t(isUnfiltered(key) ? 'history.audit.empty' : 'history.none')}</p>
              )}
              {!isComplete && <MoreNote limit={loaded.length} onMore={more} />}
              {pager}
            </>
          )}
        </WhenReady>
      </CardBody>
    </Card>
  )
}

const NONE: readonly AuditEntry[] = []
const isShown = ({ action }: AuditEntry, actions: ReadonlySet<AuditAction>) => actions.size === 0 || actions.has(action)
const isUnfiltered = (key: string) => key.trim() === 'all'
