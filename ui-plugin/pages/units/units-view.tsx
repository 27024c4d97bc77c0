import type { ViewProps } from '../scheduler/view-props.ts'
import { UnitsCard } from './units-card.tsx'

/** Plugins and units do not depend on clusters: they are shown also while the engine cannot be read. */
export const UnitsView = ({ data: { units, reloadUnits } }: ViewProps) => (
  <UnitsCard units={units} onReload={reloadUnits} />
)
