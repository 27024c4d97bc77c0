import { REFUSED_HOLD_MS, refusalsOf, refusedBy } from '../../apply/refusals.ts'
import type { Config } from '../../config/settings.ts'
import { adviseCluster } from '../../cycles/advise-cluster.ts'
import { onTrial } from '../on-trial.ts'
import { readAutomationRules } from '../start-automation.ts'
import { readClusterSchedulers } from '../start-schedulers.ts'
import type { BundledCase } from './bundled-case.ts'
import { type ComparedAdvice, compareAdvice } from './compare-advice.ts'

export type ReplayedAdvice = ComparedAdvice & Readonly<{ cluster: string; because: string }>

/** Asks scheduler and balancer of each cluster anew about the snapshot of the bundle. Site plugins are asked where they are here. */
export async function replayAdvice(bundled: BundledCase, config: Config): Promise<ReplayedAdvice[]> {
  const { snapshot, watched, recommendations } = bundled
  const rules = readAutomationRules(config)
  return onTrial(config, { snapshot, watched, clusters: readClusterSchedulers(config) }, async trial => {
    const answers: ReplayedAdvice[] = []
    for (const cluster of snapshot.clusters.filter(one => rules.modeOf(one) !== 'off')) {
      const ofCluster = recommendations.filter(one => one.cluster.id === cluster.id)
      const failed = ofCluster.filter(({ state }) => state === 'failed')
      const refused = refusedBy(refusalsOf(failed, REFUSED_HOLD_MS, snapshot.takenAtMs))
      const deps = { ...trial, refused, bandwidthMbps: config['migrations.bandwidth'] }
      const { advice, proposals } = await adviseCluster(cluster, trial.index, deps)
      const open = ofCluster.filter(one => one.state === 'open' && one.snapshotTakenAtMs === snapshot.takenAtMs)
      answers.push({ cluster: cluster.name, because: advice.because.text, ...compareAdvice(open, proposals) })
    }
    return answers
  })
}
