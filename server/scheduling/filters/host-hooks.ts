import { reason } from '../../../shared/policy/reason.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

const SAP_HOOK = '50_vhostmd'

/** Drops hosts without the hook that VMs with an SAP agent need. Source: rules §6.2. */
export const hostHooksFilter: FilterUnit = {
  kind: 'filter',
  id: 'aae8c702-4756-4934-b84c-8daf59efc134',
  name: 'Host-hooks',
  properties: [],
  filter: eachVm(({ name, customProperties }, { hooks }) => {
    if (customProperties === undefined) return unknown('vm.customProperties')
    const { sap_agent: sapAgent = '' } = customProperties
    // As Java's Boolean.parseBoolean, which the engine uses: any case, nothing else.
    if (sapAgent.toLowerCase() !== 'true') return kept
    if (hooks === undefined) return unknown('host.hooks')
    const values = { vm: name, hook: SAP_HOOK }
    return hooks.includes(SAP_HOOK)
      ? keptBecause(reason('hook-present', `Has the hook ${SAP_HOOK} that ${name} needs.`, values))
      : dropped(reason('hook-missing', `Lacks the hook ${SAP_HOOK} that ${name} needs for its SAP agent.`, values))
  }),
}
