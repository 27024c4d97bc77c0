import { Button, NumberInput } from '@patternfly/react-core'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import { useState } from 'react'
import { MAX_FACTOR } from '../../../shared/policy/policy-limits.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { AddUnit } from './add-unit.tsx'
import { InOrOut } from './in-or-out.tsx'
import { UnitName } from './unit-name.tsx'
import { addable, parseFactor, type UnitsDraft, type WeightRow, weightRows } from './units-draft.ts'
import type { UnitsPart } from './units-part.ts'

/** How much each weight counts: its factor, and its part of all factors. */
export function WeightsTable({ policy, draft, isReadOnly, errorsOf, edit }: UnitsPart) {
  const { t } = useTexts()
  const rows = weightRows(policy, draft)
  const [order, setOrder] = useState<readonly string[]>(() => byFactor(rows))
  const placeOf = ({ unit }: WeightRow) => (order.includes(unit.id) ? order.indexOf(unit.id) : order.length)
  const sorted = rows.toSorted((a, b) => placeOf(a) - placeOf(b))
  const set = (id: string, text: string | null) =>
    edit((before): UnitsDraft => ({ ...before, weights: { ...before.weights, [id]: text } }))
  return (
    <>
      <div className="policy-units-bar">
        <h4>{t('policy.units.weights', { count: rows.filter(({ text }) => text !== undefined).length })}</h4>
        <Button variant="link" isInline size="sm" onClick={() => setOrder(byFactor(rows))}>
          {t('policy.units.sort')}
        </Button>
      </div>
      <p className="field-note">{t('policy.units.weights.help', { max: MAX_FACTOR })}</p>
      <Table variant="compact" className="policy-units-table" aria-label={t('policy.units.weights.table')}>
        <Thead>
          <Tr>
            <Th>{t('policy.units.unit')}</Th>
            <Th>{t('policy.units.factor')}</Th>
            <Th>{t('policy.units.share')}</Th>
            <Th screenReaderText={t('policy.units.actions')} />
          </Tr>
        </Thead>
        <Tbody>
          {sorted.map(row => (
            <Weight
              key={row.unit.id}
              row={row}
              isReadOnly={isReadOnly}
              errors={errorsOf('weight', row.unit.id, row.problem)}
              onChange={text => set(row.unit.id, text)}
            />
          ))}
        </Tbody>
      </Table>
      <AddUnit
        kind="weight"
        units={addable(
          policy,
          'weight',
          rows.map(({ unit }) => unit),
        )}
        isReadOnly={isReadOnly}
        onAdd={id => set(id, '1')}
      />
    </>
  )
}

/** Heaviest first. Only when asked for: rows do not move under a hand that types. */
const byFactor = (rows: readonly WeightRow[]): readonly string[] =>
  rows
    .toSorted((a, b) => (b.share ?? 0) - (a.share ?? 0) || a.unit.name.localeCompare(b.unit.name))
    .map(({ unit }) => unit.id)

type WeightProps = Readonly<{
  row: WeightRow
  isReadOnly: boolean
  errors: readonly string[]
  onChange: (text: string | null) => void
}>

function Weight({ row: { unit, before, text, share }, isReadOnly, errors, onChange }: WeightProps) {
  const { t, number } = useTexts()
  const errorId = `unit-error-${unit.id}`
  const factor = text === undefined ? undefined : parseFactor(text)
  const step = (by: number) => onChange(String(Math.min(MAX_FACTOR, Math.max(0, (factor ?? before ?? 0) + by))))
  return (
    <Tr>
      <Td dataLabel={t('policy.units.unit')}>
        <UnitName unit={unit} isOut={text === undefined} errors={errors} id={errorId} />
      </Td>
      <Td dataLabel={t('policy.units.factor')}>
        {isReadOnly ? (
          number(before ?? 0)
        ) : (
          <NumberInput
            // As a number, or empty: the browser itself keeps everything else out of this kind of input.
            value={text === undefined || text === '' ? '' : Number(text)}
            min={0}
            max={MAX_FACTOR}
            widthChars={4}
            isDisabled={text === undefined}
            validated={errors.length > 0 ? 'error' : 'default'}
            onChange={event => onChange(event.currentTarget.value)}
            onMinus={() => step(-1)}
            onPlus={() => step(1)}
            inputAriaLabel={t('policy.units.factor.of', { unit: unit.name })}
            minusBtnAriaLabel={t('policy.units.factor.less', { unit: unit.name })}
            plusBtnAriaLabel={t('policy.units.factor.more', { unit: unit.name })}
            inputProps={{ 'aria-describedby': errorId, 'aria-invalid': errors.length > 0 }}
          />
        )}
      </Td>
      <Td dataLabel={t('policy.units.share')}>{text !== undefined && <Share percent={share} />}</Td>
      <Td isActionCell>
        <InOrOut
          unit={unit}
          isOut={text === undefined}
          isReadOnly={isReadOnly}
          onToggle={() => onChange(text === undefined ? String(before ?? 1) : null)}
        />
      </Td>
    </Tr>
  )
}

function Share({ percent }: Readonly<{ percent: number | undefined }>) {
  const { t, number } = useTexts()
  if (percent === undefined) return <span className="field-note">{t('policy.units.share.unknown')}</span>
  return (
    <span className="policy-unit-share">
      <span aria-hidden="true" className="policy-unit-bar">
        <span style={{ inlineSize: `${percent}%` }} />
      </span>
      {t('policy.units.share.percent', { percent: number(Math.round(percent)) })}
    </span>
  )
}
