import { ExpandableSection, FormSelect, FormSelectOption } from '@patternfly/react-core'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import { useTexts } from '../../messages/use-texts.tsx'
import { AddUnit } from './add-unit.tsx'
import { InOrOut } from './in-or-out.tsx'
import { UnitName } from './unit-name.tsx'
import { addable, type FilterRow, filterRows, type Position, type UnitsDraft } from './units-draft.ts'
import type { UnitsPart } from './units-part.ts'

const positions = [-1, 0, 1] as const

/** Which hosts are left to choose from, and who is asked first and last. */
export function FiltersTable({ policy, draft, isReadOnly, errorsOf, edit }: UnitsPart) {
  const { t } = useTexts()
  const rows = filterRows(policy, draft)
  const set = (id: string, position: Position | null) =>
    edit((before): UnitsDraft => ({ ...before, filters: { ...before.filters, [id]: position } }))
  return (
    <ExpandableSection
      toggleText={t('policy.units.filters', { count: rows.filter(({ after }) => after !== undefined).length })}
      isIndented
    >
      <p className="field-note">{t('policy.units.filters.help')}</p>
      <Table variant="compact" className="policy-units-table" aria-label={t('policy.units.filters.table')}>
        <Thead>
          <Tr>
            <Th>{t('policy.units.unit')}</Th>
            <Th>{t('policy.units.position')}</Th>
            <Th screenReaderText={t('policy.units.actions')} />
          </Tr>
        </Thead>
        <Tbody>
          {rows.map(row => (
            <Filter
              key={row.unit.id}
              row={row}
              isReadOnly={isReadOnly}
              errors={errorsOf('filter', row.unit.id, row.problem)}
              onChange={position => set(row.unit.id, position)}
            />
          ))}
        </Tbody>
      </Table>
      <AddUnit
        kind="filter"
        units={addable(
          policy,
          'filter',
          rows.map(({ unit }) => unit),
        )}
        isReadOnly={isReadOnly}
        onAdd={id => set(id, 0)}
      />
    </ExpandableSection>
  )
}

type FilterProps = Readonly<{
  row: FilterRow
  isReadOnly: boolean
  errors: readonly string[]
  onChange: (position: Position | null) => void
}>

function Filter({ row: { unit, before, after }, isReadOnly, errors, onChange }: FilterProps) {
  const { t } = useTexts()
  const errorId = `unit-error-${unit.id}`
  return (
    <Tr>
      <Td dataLabel={t('policy.units.unit')}>
        <UnitName unit={unit} isOut={after === undefined} errors={errors} id={errorId} />
      </Td>
      <Td dataLabel={t('policy.units.position')}>
        {isReadOnly ? (
          t(`policy.units.position.${before ?? 0}`)
        ) : (
          <FormSelect
            value={String(after ?? 0)}
            isDisabled={after === undefined}
            validated={errors.length > 0 ? 'error' : 'default'}
            aria-label={t('policy.units.position.of', { unit: unit.name })}
            aria-describedby={errorId}
            onChange={(_event, value) => onChange(positions.find(one => String(one) === value) ?? 0)}
          >
            {positions.map(position => (
              <FormSelectOption
                key={position}
                value={String(position)}
                label={t(`policy.units.position.${position}`)}
              />
            ))}
          </FormSelect>
        )}
      </Td>
      <Td isActionCell>
        <InOrOut
          unit={unit}
          isOut={after === undefined}
          isReadOnly={isReadOnly}
          onToggle={() => onChange(after === undefined ? (before ?? 0) : null)}
        />
      </Td>
    </Tr>
  )
}
