import type { UnitView } from '../../../shared/api/service.ts'
import { EntityLink } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

/** The clusters whose policy uses the unit, each on its own line. */
export function UnitClusters({ unit: { usedBy, engine } }: Readonly<{ unit: UnitView }>) {
  const { t } = useTexts()
  if (usedBy.length === 0) return t(engine === 'unknown' ? 'state.unknown' : 'units.usedBy.none')
  return (
    <ul className="unit-clusters">
      {usedBy.map(({ id, name }) => (
        <li key={id}>
          <EntityLink kind="cluster" name={name} />
        </li>
      ))}
    </ul>
  )
}
