import type { HostConnectionKind } from '../../../shared/model/watched-host.ts'
import type { Dial, HostAccess, HostEvent } from '../../hosts/host-client.ts'
import { CliFailure } from '../outcome.ts'
import { type AskedHost, eventText, hostText } from './show-host.ts'
import { type Tried, tryHost } from './try-host.ts'

export type AskHostDeps = Readonly<{
  address: string
  kind: HostConnectionKind
  dial: Dial
  /** For each call. */
  timeoutMs: number
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  json: boolean
  /** Watching prints samples for `host-policy replay`, one a line, and nothing else. */
  record?: boolean
  print: (text: string) => void
}>

/** Connecting, two reads of which each is two calls. */
const CALLS = 5
const RATE_PAUSE_MS = 1000
/** Until it is stopped; each call has its own deadline. */
const NO_DEADLINE_MS = 2 ** 31 - 1

/** Prints what the host says now. Throws CliFailure. */
export async function askOnce({ address, kind, dial, timeoutMs, sleep, json, print }: AskHostDeps): Promise<void> {
  const tried = await tryHost(dial, { kind, deadlineMs: CALLS * timeoutMs }, async (link, signal) => {
    const first = await read(link, signal)
    if (first.reading.use !== undefined) return { software: link.software, ...first }
    // A rate needs two samples where the host does not keep rates itself.
    await sleep(RATE_PAUSE_MS, signal)
    return { software: link.software, ...(await read(link, signal)) }
  })
  const host: AskedHost = { address, via: kind, ...succeeded(tried, address, kind) }
  print(json ? JSON.stringify(host, undefined, 2) : hostText(host))
}

/** Prints what the host says every so often, and events as they come, until `stopped`. Throws CliFailure when the connection ends. */
export async function watchHost(
  { address, kind, dial, timeoutMs, sleep, json, record = false, print }: AskHostDeps,
  { everyMs, stopped, now }: Readonly<{ everyMs: number; stopped: AbortSignal; now: () => number }>,
): Promise<void> {
  const tell = (what: object, text: () => string) =>
    print(json ? JSON.stringify(what) : `${new Date(now()).toISOString()}\n${text()}\n`)
  const onEvent = (event: HostEvent) => {
    if (!record) tell({ event }, () => eventText(event))
  }
  const tried = await tryHost(dial, { kind, deadlineMs: NO_DEADLINE_MS, onEvent }, async link => {
    const ended = link.ended.then((error): never => {
      throw error
    })
    ended.catch(() => undefined)
    while (!stopped.aborted) {
      const answers = await Promise.race([ended, read(link, AbortSignal.timeout(timeoutMs))])
      const host: AskedHost = { address, via: kind, software: link.software, ...answers }
      if (record) print(JSON.stringify({ atMs: now(), host: answers.reading, guests: answers.guests }))
      else tell(host, () => hostText(host))
      await Promise.race([ended, sleep(everyMs, stopped)])
    }
  })
  succeeded(tried, address, kind)
}

async function read(access: HostAccess, signal: AbortSignal): Promise<Pick<AskedHost, 'reading' | 'guests'>> {
  const [reading, guests] = await Promise.all([access.readHost(signal), access.listGuests(signal)])
  return { reading, guests }
}

function succeeded<T>(tried: Tried<T>, address: string, kind: HostConnectionKind): T {
  if (tried.ok) return tried.value
  const { message, code, fix } = tried.problem
  throw new CliFailure(`${address} over ${kind}: ${message} (${code})\n  → ${fix}`)
}
