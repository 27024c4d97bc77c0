import { createUnitChanges, type UnitChanges, type UnitChangesDeps } from '../apply/unit-changes.ts'
import type { Config } from '../config/settings.ts'
import type { PluginState, SiteUnits } from '../runtime/plugins/site-units.ts'
import { toKnownUnit } from './start-units.ts'

export type StartedUnitChanges = Readonly<{
  unitChanges: UnitChanges
  /** What there is when the service starts. */
  tellOfUnits(): Promise<void>
}>

/** What becomes of clusters and the engine when the site's units come, change and go. */
export function startUnitChanges(
  config: Config,
  { siteUnits, ...deps }: Omit<UnitChangesDeps, 'fallbackPolicy'> & Readonly<{ siteUnits: SiteUnits }>,
): StartedUnitChanges {
  const unitChanges = createUnitChanges({ ...deps, fallbackPolicy: config['units.fallbackPolicy'] })
  const tellOfUnits = () => unitChanges.onUnits(siteUnits.units().map(toKnownUnit), refusedFiles(siteUnits.plugins()))
  siteUnits.onChange(() => void tellOfUnits())
  return { unitChanges, tellOfUnits }
}

/** Files whose units must not be taken for removed: at the moment they cannot be loaded. */
const refusedFiles = (plugins: readonly PluginState[]): ReadonlySet<string> =>
  new Set(plugins.filter(({ state }) => state === 'refused').map(({ path }) => path))
