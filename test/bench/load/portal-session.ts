import { createClient } from '../../../ui-plugin/api/client.ts'
import { startLive } from '../../../ui-plugin/api/live.ts'
import type { Latencies } from './latencies.ts'

/** What a reader looks at next, and for how long, by chance of their own. */
export type Reader = Readonly<{ vmIds: readonly string[]; hostIds: readonly string[]; random: () => number }>

const LOOK_MS = 6_000

/**
 * A person at the portal until the signal aborts: the plugin's own client and event stream. The first screen is loaded, what
 * an event makes stale is loaded again as the pages do it, and every few seconds another page is opened.
 */
export async function readPortal(
  access: Readonly<{ origin: string; token: string }>,
  { vmIds, hostIds, random }: Reader,
  latencies: Latencies,
  until: AbortSignal,
): Promise<void> {
  const failed = () => latencies.fail('events', 'the session was ended')
  const ways = {
    token: () => access.token,
    onSessionEnd: failed,
    fetch: (path: Parameters<typeof fetch>[0], init?: RequestInit) =>
      fetchAsBrowser(`${access.origin}${String(path)}`, init),
  }
  const client = createClient(ways)
  const never = new AbortController().signal
  const ask = <T>(door: string, call: (signal: AbortSignal) => Promise<T>) =>
    latencies.measure(`portal ${door}`, () => call(never))

  const clusters = () => ask('clusters', client.listClusters)
  const recommendations = () => ask('recommendations', signal => client.listRecommendations('open', signal))
  const runs = () => ask('runs', signal => client.listRuns(50, signal))
  const shared = [
    clusters,
    recommendations,
    runs,
    () => ask('units', client.listUnits),
    () => ask('automation', client.getAutomation),
  ]
  const health = () => ask('health', client.getHealth)
  const standing = (id: string) => ask('cluster health', signal => client.getClusterHealth(id, signal))

  const [first] = await Promise.all([...shared.map(load => load()), health()])
  const clusterIds = ((first as Awaited<ReturnType<typeof clusters>>)?.clusters ?? []).map(({ id }) => id)
  const clusterId = pick(clusterIds, random)
  await standing(clusterId)

  const live = startLive(ways)
  live.onState(() => {
    if (live.state() === 'polling' && !until.aborted) latencies.fail('events', 'the stream was lost')
  })
  // The next reload begins when the last one is over, as in a page.
  let loading: Promise<unknown> = Promise.resolve()
  live.onChange(({ type }) => {
    if (type === 'run' || until.aborted) return
    const stale =
      type === 'snapshot'
        ? [clusters, runs, ...shared.slice(3), health, () => standing(clusterId)]
        : [clusters, ...(type === 'recommendations' ? [recommendations] : [])]
    loading = loading.then(() => Promise.all(stale.map(load => load())))
  })

  const pages = [
    () => ask('cluster', signal => client.getCluster(pick(clusterIds, random), signal)),
    () => ask('hosts', client.listHosts),
    () => ask('host history', signal => client.getHostHistory(pick(hostIds, random), signal)),
    () => ask('placement', signal => client.getPlacement(pick(vmIds, random), signal)),
    () => ask('why not moved', signal => client.getWhyNotMoved(pick(vmIds, random), signal)),
    () => ask('history', signal => client.listHistory({ limit: 200 }, signal)),
    () => ask('deliveries', signal => client.listDeliveries(100, signal)),
    () => ask('policy', signal => client.getClusterPolicy(pick(clusterIds, random), signal)),
  ]
  while (!until.aborted) {
    await seconds(LOOK_MS * (0.5 + random()), until)
    if (!until.aborted) await pick(pages, random)()
  }
  live.stop()
  await loading
}

/** A browser asks again on a new connection where a kept one turns out to have been closed meanwhile. */
async function fetchAsBrowser(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    const { code } = (error as { cause?: { code?: string } }).cause ?? {}
    if (code !== 'UND_ERR_SOCKET' && code !== 'ECONNRESET') throw error
    return fetch(url, init)
  }
}

const pick = <T>(list: readonly T[], random: () => number): T => {
  const one = list[Math.floor(random() * list.length)]
  if (one === undefined) throw new Error('there is nothing to choose from')
  return one
}

const seconds = (ms: number, until: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    until.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
