import { Button, Title } from '@patternfly/react-core'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { UnitVerdictList } from '../../../shared/api/service.ts'
import type { UnitVerdict } from '../../../shared/plan/unit-verdict.ts'
import { EntityLink } from '../../components/portal-links.tsx'
import { useFirstOf } from '../../components/show-more.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { useMsText } from './use-call-texts.ts'
import { useSteadyVerdicts, useUnitVerdicts } from './use-unit-verdicts.ts'
import { VerdictSentence } from './verdict-sentence.tsx'

/** What a unit was last asked, by whom, and what it said. */
export function UnitVerdicts({ unitId }: Readonly<{ unitId: string }>) {
  const { t } = useTexts()
  const [verdicts, reload] = useUnitVerdicts(unitId)
  return (
    <section className="unit-verdicts">
      <Title headingLevel="h3" size="md">
        {t('units.verdicts')}
      </Title>
      <WhenReady remote={verdicts} onRetry={reload}>
        {list => <Verdicts unitId={unitId} list={list} />}
      </WhenReady>
    </section>
  )
}

const FIRST = 10

function Verdicts({ unitId, list: { verdicts, sinceMs, keeps } }: Readonly<{ unitId: string; list: UnitVerdictList }>) {
  const { t, time } = useTexts()
  const { shown, newer, showAll } = useSteadyVerdicts(verdicts)
  const [first, more] = useFirstOf(shown, FIRST)
  if (shown.length === 0) return <p>{t('units.verdicts.none', { time: time(sinceMs) })}</p>
  return (
    <>
      <div className="unit-verdicts-note">
        <p className="field-note">{t('units.verdicts.kept', { keeps, time: time(sinceMs) })}</p>
        <span aria-live="polite">
          {newer > 0 && (
            <Button variant="link" isInline size="sm" onClick={showAll}>
              {t('units.verdicts.new', { count: newer })}
            </Button>
          )}
        </span>
      </div>
      <Table variant="compact" className="verdict-table" aria-label={t('units.verdicts.of', { unit: unitId })}>
        <Thead>
          <Tr>
            <Th modifier="nowrap">{t('units.verdicts.time')}</Th>
            <Th modifier="nowrap">{t('units.verdicts.by')}</Th>
            <Th modifier="nowrap">{t('units.verdicts.about')}</Th>
            <Th>{t('units.verdicts.answer')}</Th>
            <Th className="figure" modifier="nowrap">
              {t('units.verdicts.ms')}
            </Th>
          </Tr>
        </Thead>
        <Tbody>
          {first.map(verdict => (
            <VerdictRow key={verdict.id} verdict={verdict} />
          ))}
        </Tbody>
      </Table>
      {more}
    </>
  )
}

function VerdictRow({ verdict }: Readonly<{ verdict: UnitVerdict }>) {
  const { t, time, exactTime } = useTexts()
  const msText = useMsText()
  const { atMs, askedBy, answer, durationMs } = verdict
  return (
    <Tr>
      <Td dataLabel={t('units.verdicts.time')} modifier="nowrap">
        <span title={exactTime(atMs)}>{time(atMs)}</span>
      </Td>
      <Td dataLabel={t('units.verdicts.by')}>{t(`units.verdicts.by.${askedBy}`)}</Td>
      <Td dataLabel={t('units.verdicts.about')}>
        <About verdict={verdict} />
      </Td>
      <Td dataLabel={t('units.verdicts.answer')}>
        <VerdictSentence answer={answer} />
      </Td>
      <Td dataLabel={t('units.verdicts.ms')} className="figure" modifier="nowrap">
        {msText(durationMs)}
      </Td>
    </Tr>
  )
}

/** The VM, and below it its cluster; a balancer is asked about a cluster alone. */
function About({ verdict: { vm, cluster } }: Readonly<{ verdict: UnitVerdict }>) {
  const { t } = useTexts()
  const inCluster = cluster && <EntityLink kind="cluster" name={cluster.name} />
  if (vm === undefined) return inCluster ?? t('state.unknown')
  return (
    <>
      {vm.name === undefined ? vm.id : <EntityLink kind="vm" name={vm.name} />}
      <span className="field-note">{inCluster ?? t('state.unknown')}</span>
    </>
  )
}
