import type { PluginsPort } from '../api/ports.ts'
import type { SiteUnits } from '../runtime/plugins/site-units.ts'
import type { Sandbox } from '../runtime/sandbox/create-sandbox.ts'

/** What the API tells of the site's plugins and of how they are kept in. */
export const pluginsPort = (
  { plugins, reload }: Pick<SiteUnits, 'plugins' | 'reload'>,
  { level, wrapper, shortfall }: Sandbox,
): PluginsPort => ({
  plugins,
  reload,
  sandbox: { level, wrapper, ...(shortfall !== undefined && { shortfall }) },
})
