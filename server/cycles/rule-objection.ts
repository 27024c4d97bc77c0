import { reason } from '../../shared/policy/reason.ts'
import type { Objection } from '../apply/gate.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { ExplainAsked } from '../runtime/explain-with-units.ts'
import { rejectedBy } from '../scheduling/pipeline/judge-hosts.ts'

/** The gate's other question: do the rules of the cluster still leave this host to this VM? */
export const ruleObjection =
  (explain: ExplainAsked): Objection =>
  async ({ cluster: { id }, vm, to }, snapshot) => {
    const index = indexSnapshot(snapshot)
    const [cluster, known] = [index.clusters.get(id), index.vms.get(vm.id)]
    // That something is gone has been told by now.
    if (cluster === undefined || known === undefined) return undefined
    const explained = await explain({ index, cluster }, known)
    const judged = explained?.decision.hosts.find(({ hostId }) => hostId === to.id)
    if (explained === undefined || judged === undefined || judged.isKept) return undefined
    const by = rejectedBy(judged, explained.options.onUnknown)
    const why = by?.verdict.kind === 'dropped' ? by.verdict.reason.text : 'a fact that it needs is not known.'
    const unit = by?.unitName ?? 'A rule'
    return reason('rule-forbids', `${unit} does not leave ${to.name} to ${vm.name}: ${why}`, {
      unit,
      to: to.name,
      vm: vm.name,
    })
  }
