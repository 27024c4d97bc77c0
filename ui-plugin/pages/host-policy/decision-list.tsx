import { Button, Title } from '@patternfly/react-core'
import { Table, Th, Thead, Tr } from '@patternfly/react-table'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { usePages } from '../../components/use-pages.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { useAnnounced } from '../history/use-announced.ts'
import { DecisionRow } from './decision-row.tsx'

export type DecisionListProps = Readonly<{ title: string; decisions: readonly KnobDecision[]; hostName: string }>

/** What was decided, newest first; later ones are announced, so that no row moves under the pointer. */
export function DecisionList({ title, decisions, hostName }: DecisionListProps) {
  const { t } = useTexts()
  const [steady, news, showNews] = useAnnounced(decisions, hostName)
  const [shown, pager] = usePages(steady, { title, key: hostName, size: 10 })
  return (
    <div className="policy-decisions">
      <Title headingLevel="h4" size="md">
        {title}
      </Title>
      <div aria-live="polite" className="row-news">
        {news > 0 && (
          <>
            {t('tuning.decisions.new', { count: news })}{' '}
            <Button variant="link" isInline onClick={showNews}>
              {t('recs.new.show')}
            </Button>
          </>
        )}
      </div>
      {steady.length === 0 ? (
        <p>{t('tuning.decisions.none')}</p>
      ) : (
        <Table variant="compact" aria-label={title} className="decision-table">
          <Thead>
            <Tr>
              <Th screenReaderText={t('recs.why')} className="row-toggle" />
              {(['time', 'subject', 'change', 'outcome'] as const).map(column => (
                <Th key={column} modifier="wrap">
                  {t(`tuning.column.${column}`)}
                </Th>
              ))}
            </Tr>
          </Thead>
          {shown.map(decision => (
            <DecisionRow key={decision.id} decision={decision} hostName={hostName} />
          ))}
        </Table>
      )}
      {pager}
    </div>
  )
}
