import express, { type Express } from 'express'
import { apiBase, apiPaths } from '../../shared/api/paths.ts'
import { type ApiDeps, apiApp } from '../api/api-app.ts'
import { ownHostFacts } from '../api/host-facts.ts'
import type { Config } from '../config/settings.ts'
import { clusterHealth } from '../planning/cluster-health.ts'
import type { Questions } from '../replicas/questions.ts'
import type { Store } from '../store/store.ts'
import type { ProcessLog } from '../telemetry/logger.ts'
import { type Exposes, joinedMetrics } from '../telemetry/metrics.ts'
import type { KeptQuestions } from './replay/kept-questions.ts'
import { shareHostFacts } from './replicas/share-host-facts.ts'
import { serviceRecords } from './support/service-records.ts'
import { versionInfo } from './version-info.ts'

type Made = 'audit' | 'healthOfCluster' | 'hostFacts' | 'supportRecords' | 'trustedProxies' | 'unknownFacts' | 'version'

export type RestParts = Omit<ApiDeps, Made> &
  Readonly<{
    store: Store
    /** What other replicas know of the hosts that they are connected to. */
    hostQuestions: Questions
    isOurHost: (hostId: string) => boolean
    /** What the last plans were made from. */
    planQuestions: Pick<KeptQuestions, 'list'>
    /** For support bundles, beside what is counted of the engine. */
    processFigures: Exposes
    log: ProcessLog
  }>

/** The REST API of one engine under its base path, wherever that is mounted. */
export function restApp(config: Config, parts: RestParts): Express {
  const { store, hostQuestions, isOurHost, planQuestions, processFigures, ...deps } = parts
  const { tuning, metrics, log } = deps
  const rest = express().disable('x-powered-by')
  // What the list of units was called before there were plugins.
  rest.get(`${apiBase}/units`, (req, res) => res.redirect(308, `${req.baseUrl}${apiBase}${apiPaths.units}`))
  const app = apiApp({
    ...deps,
    audit: store,
    hostFacts: shareHostFacts(ownHostFacts(deps), { questions: hostQuestions, isOurs: isOurHost, log }),
    healthOfCluster: clusterHealth,
    unknownFacts: config['scheduling.unknownFacts'],
    supportRecords: serviceRecords({
      ...deps,
      ...{ config, store, questions: planQuestions, tuned: tuning.hosts },
      metrics: joinedMetrics([processFigures, metrics]),
    }),
    trustedProxies: config['rest.trustedProxies'],
    version: versionInfo,
  })
  return rest.use(apiBase, app)
}
