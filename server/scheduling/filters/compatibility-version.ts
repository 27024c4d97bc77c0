import { reason } from '../../../shared/policy/reason.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/** Drops hosts that do not support the cluster level a VM asks for. Source: rules §6.2. */
export const compatibilityVersionFilter: FilterUnit = {
  kind: 'filter',
  id: '3e4a7d54-9e7f-11e5-8994-feff819cdc9f',
  name: 'Compatibility-Version',
  properties: [],
  filter: eachVm(({ name, customVersion }, { supportedVersions }) => {
    if (customVersion === undefined) return kept
    if (supportedVersions === undefined) return unknown('host.supportedVersions')
    const supported = supportedVersions.join(', ') || 'none'
    const values = { vm: name, version: customVersion, supported }
    if (supportedVersions.includes(customVersion)) {
      return keptBecause(
        reason('version-supported', `Supports level ${customVersion}, which ${name} asks for.`, values),
      )
    }
    const text = `${name} asks for level ${customVersion}; supported here: ${supported}.`
    return dropped(reason('version-unsupported', text, values))
  }),
}
