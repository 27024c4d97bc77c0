import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import type { HostAccess } from './host-client.ts'
import { HostError } from './host-error.ts'
import type { Sleep } from './sleep.ts'

export type TakenSample = Readonly<{
  endedAtMs: number
  durationMs: number
  /** Each absent when it did not come; `problem` then says why. */
  reading?: HostReading
  guests?: readonly GuestReading[]
  problem?: unknown
  /** Resolves when the host's answers are all there or given up, perhaps long after the deadline. */
  settled: Promise<unknown>
}>

export type TakeSampleDeps = Readonly<{
  deadlineMs: number
  sleep: Sleep
  now: () => number
  /** Ends the sample at once. */
  signal: AbortSignal
}>

/** Asks for everything at once. Over at the deadline in any case, with what has come by then. Never rejects. */
export async function takeSample(
  access: Pick<HostAccess, 'readHost' | 'listGuests'>,
  { deadlineMs, sleep, now, signal }: TakeSampleDeps,
): Promise<TakenSample> {
  const beganAtMs = now()
  const late = new AbortController()
  const done = new AbortController()
  const giveUp = () => late.abort(new HostError('host-closed', 'The connection was closed.'))
  signal.addEventListener('abort', giveUp, { once: true, signal: done.signal })
  void sleep(deadlineMs, done.signal).then(() => {
    if (!done.signal.aborted) late.abort(new HostError('host-timeout', `No answer within ${deadlineMs / 1000} s.`))
  })
  const calls = [access.readHost(late.signal), access.listGuests(late.signal)] as const
  const settled = Promise.allSettled(calls)
  const [host, guests] = await Promise.allSettled([until(late.signal, calls[0]), until(late.signal, calls[1])])
  done.abort()
  const failed = host.status === 'rejected' ? host : guests.status === 'rejected' ? guests : undefined
  return {
    endedAtMs: now(),
    durationMs: now() - beganAtMs,
    ...(host.status === 'fulfilled' && { reading: host.value }),
    ...(guests.status === 'fulfilled' && { guests: guests.value }),
    ...(failed && { problem: failed.reason as unknown }),
    settled,
  }
}

function until<T>(signal: AbortSignal, call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    call.then(resolve, reject)
  })
}
