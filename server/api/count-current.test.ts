import { describe, expect, it } from 'vitest'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { aCluster, aRecommendation, aRun, aSnapshot } from '../../test/fakes/builders.ts'
import { aSnapshotSource, fakeApplier, fakeRecommendations } from '../../test/fakes/services.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { countCurrent } from './count-current.ts'

const { cluster } = aRun()

const some = {
  recommendations: [aRecommendation(), aRecommendation({ id: 'r2' }), aRecommendation({ id: 'r3', state: 'applied' })],
  runs: [aRun({ state: 'running' })],
}
const nothing = { recommendations: [], runs: [] }

async function told(snapshot: Snapshot | undefined, { recommendations, runs }: typeof some | typeof nothing) {
  const metrics = createMetrics({ now: () => 0 })
  countCurrent({
    metrics,
    recommendations: fakeRecommendations(recommendations),
    applier: fakeApplier(runs),
    snapshots: aSnapshotSource(snapshot === undefined ? {} : { snapshot }),
  })
  const lines = (await metrics.expose()).text.split('\n')
  return lines.flatMap(line => /^ovirt_scheduler_((?:recommendations|runs)\{.*)$/.exec(line)?.[1] ?? [])
}

describe('countCurrent', () => {
  const cases: { why: string; snapshot: Snapshot | undefined; has?: typeof nothing; is: readonly string[] }[] = [
    {
      why: 'by cluster, those with nothing too',
      snapshot: aSnapshot({ clusters: [aCluster(cluster), aCluster({ id: 'c2', name: 'Test' })] }),
      is: [
        'recommendations{cluster="Default",state="open"} 2',
        'recommendations{cluster="Default",state="applying"} 0',
        'recommendations{cluster="Test",state="open"} 0',
        'recommendations{cluster="Test",state="applying"} 0',
        'runs{cluster="Default",state="waiting"} 0',
        'runs{cluster="Default",state="running"} 1',
        'runs{cluster="Test",state="waiting"} 0',
        'runs{cluster="Test",state="running"} 0',
      ],
    },
    {
      why: 'of a cluster that the engine has not',
      snapshot: aSnapshot({ clusters: [aCluster({ id: 'c2', name: 'Test' })] }),
      is: [
        'recommendations{cluster="Test",state="open"} 0',
        'recommendations{cluster="Test",state="applying"} 0',
        'recommendations{cluster="unknown",state="open"} 2',
        'recommendations{cluster="unknown",state="applying"} 0',
        'runs{cluster="Test",state="waiting"} 0',
        'runs{cluster="Test",state="running"} 0',
        'runs{cluster="unknown",state="waiting"} 0',
        'runs{cluster="unknown",state="running"} 1',
      ],
    },
    {
      why: 'before the engine has been read',
      snapshot: undefined,
      is: [
        'recommendations{cluster="unknown",state="open"} 2',
        'recommendations{cluster="unknown",state="applying"} 0',
        'runs{cluster="unknown",state="waiting"} 0',
        'runs{cluster="unknown",state="running"} 1',
      ],
    },
    {
      why: 'before the engine has been read, with nothing there',
      snapshot: undefined,
      has: nothing,
      is: [
        'recommendations{cluster="unknown",state="open"} 0',
        'recommendations{cluster="unknown",state="applying"} 0',
        'runs{cluster="unknown",state="waiting"} 0',
        'runs{cluster="unknown",state="running"} 0',
      ],
    },
  ]
  for (const { why, snapshot, has = some, is } of cases) {
    it(`counts what is open and under way ${why}`, async () => expect(await told(snapshot, has)).toEqual(is))
  }
})
