import { describe, expect, it } from 'vitest'
import { aCluster, aSnapshot } from '../../test/fakes/builders.ts'
import { aScheduler } from '../../test/fakes/schedulers.ts'
import { loadConfig } from '../config/load-config.ts'
import { schedulerFindings } from './doctor-schedulers.ts'

const snapshot = aSnapshot({ clusters: [aCluster({ name: 'Prod' })] })
const own = aScheduler('own', { loadBalance: () => undefined })

const found = (...entries: string[]) => {
  const { config } = loadConfig({ flags: { 'schedulers.clusters': entries.join(',') }, environment: {} })
  return [...schedulerFindings(snapshot, [own], config)].map(({ state, what }) => `${state}: ${what}`)
}

describe('schedulerFindings', () => {
  it.each([
    { why: 'nobody named it', entries: [], expected: ['ok: cluster Prod has the scheduler default (PolicyUnits)'] },
    {
      why: 'it has its own',
      entries: ['Prod=own/Second'],
      expected: ['ok: cluster Prod has the scheduler own (Second)'],
    },
    {
      why: 'a cluster that is not there',
      entries: ['Prot=own'],
      expected: [
        'warning: schedulers.clusters: there is no cluster "Prot"; did you mean "Prod"?',
        'ok: cluster Prod has the scheduler default (PolicyUnits)',
      ],
    },
    {
      why: 'a scheduler that is not there',
      entries: ['*=owl'],
      expected: ['warning: cluster Prod: there is no scheduler "owl"; did you mean "own"?'],
    },
  ])('$why', ({ entries, expected }) => expect(found(...entries)).toEqual(expected))
})
