import { AlertActionLink } from '@patternfly/react-core'
import { Caption, Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { ClusterPolicy } from '../../../shared/api/cluster-policy.ts'
import { Alert } from '../../components/alert.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { changesOf, type Draft, draftPolicyId, isPolicyChanged, problemsOf } from './policy-draft.ts'
import { useValueText } from './value-text.ts'

/** What differs, before and after. */
export type TableRow = Readonly<{ key: string; what: string; cells: readonly string[] }>

export type ChangeTableProps = Readonly<{ policy: ClusterPolicy; draft: Draft; units: readonly TableRow[] }>

/** Before and after of everything that saving would change; what cannot be saved is said at its field. */
export function ChangeTable({ policy, draft, units }: ChangeTableProps) {
  const { t, phrase } = useTexts()
  const value = useValueText()
  const problems = problemsOf(policy, draft)
  const rows: TableRow[] = [
    ...policyRow(policy, draft, t('policy.changes.policy')),
    ...changesOf(policy, draft)
      .filter(({ property }) => !problems.has(property.name))
      .map(({ property, before, after }) => ({
        key: property.name,
        what: phrase(property.label),
        cells: [value(property, before), value(property, after)],
      })),
    ...units,
  ]
  if (rows.length === 0) return null
  return (
    <Rows title={t('policy.changes')} columns={[t('policy.changes.before'), t('policy.changes.after')]} rows={rows} />
  )
}

export type ConflictTableProps = Readonly<{
  policy: ClusterPolicy
  draft: Draft
  theirs: ClusterPolicy
  onSettle: (keepMine: boolean) => void
}>

/** Somebody saved first: what there is now, what this user wants, and the two ways on. */
export function ConflictTable({ policy, draft, theirs, onSettle }: ConflictTableProps) {
  const { t, phrase } = useTexts()
  const value = useValueText()
  const now = new Map(theirs.properties.map(({ name, value, default: fallback }) => [name, value ?? fallback]))
  const rows: TableRow[] = [
    ...policyRow(policy, draft, t('policy.changes.policy')).map(row => ({
      ...row,
      cells: [theirs.policy?.name ?? t('policy.notSet'), row.cells[1] ?? ''],
    })),
    ...changesOf(policy, draft).map(({ property, after }) => ({
      key: property.name,
      what: phrase(property.label),
      cells: [value(property, now.get(property.name)), value(property, after)],
    })),
  ]
  return <Conflict rows={rows} onSettle={onSettle} />
}

/** What there is now beside what this user wants, and the choice between them. */
export function Conflict({
  rows,
  onSettle,
}: Readonly<{ rows: readonly TableRow[]; onSettle: (keepMine: boolean) => void }>) {
  const { t } = useTexts()
  return (
    <Alert
      component="h2"
      isInline
      variant="warning"
      title={t('policy.conflict.title')}
      actionLinks={
        <>
          <AlertActionLink onClick={() => onSettle(false)}>{t('policy.conflict.theirs')}</AlertActionLink>
          <AlertActionLink onClick={() => onSettle(true)}>{t('policy.conflict.mine')}</AlertActionLink>
        </>
      }
    >
      <p>{t('policy.conflict.body')}</p>
      <Rows title={t('policy.changes')} columns={[t('policy.changes.before'), t('policy.changes.mine')]} rows={rows} />
    </Alert>
  )
}

function policyRow(policy: ClusterPolicy, draft: Draft, what: string): TableRow[] {
  if (!isPolicyChanged(policy, draft)) return []
  const chosenId = draftPolicyId(policy, draft)
  const chosen = policy.policies.find(({ id }) => id === chosenId)
  return [{ key: 'policyId', what, cells: [policy.policy?.name ?? '', chosen?.name ?? ''] }]
}

function Rows({
  title,
  columns,
  rows,
}: Readonly<{ title: string; columns: readonly string[]; rows: readonly TableRow[] }>) {
  const { t } = useTexts()
  return (
    <Table variant="compact" className="change-table">
      <Caption>{title}</Caption>
      <Thead>
        <Tr>
          <Th>{t('policy.changes.property')}</Th>
          {columns.map(column => (
            <Th key={column}>{column}</Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {rows.map(({ key, what, cells: [before = '', after = ''] }) => (
          <Tr key={key}>
            <Td>{what}</Td>
            <Td>
              <del>{before}</del>
            </Td>
            <Td>
              <ins>{after}</ins>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  )
}
