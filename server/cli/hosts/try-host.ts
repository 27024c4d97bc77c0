import type { HostConnectionKind, HostProblem } from '../../../shared/model/watched-host.ts'
import type { Dial, HostEvent, HostLink } from '../../hosts/host-client.ts'
import { HostError } from '../../hosts/host-error.ts'
import { hostProblem } from '../../hosts/host-fixes.ts'

export type Tried<T> = Readonly<{ ok: true; value: T } | { ok: false; problem: HostProblem }>

export type TryHostOptions = Readonly<{
  kind: HostConnectionKind
  /** For all of it together. */
  deadlineMs: number
  onEvent?: (event: HostEvent) => void
}>

/** Connects once, does its work, and hangs up. Over at the deadline, whatever the host does. */
export async function tryHost<T>(
  dial: Dial,
  { kind, deadlineMs, onEvent = () => undefined }: TryHostOptions,
  work: (link: HostLink, signal: AbortSignal) => Promise<T>,
): Promise<Tried<T>> {
  const late = new AbortController()
  const why = new HostError('host-timeout', `No answer within ${deadlineMs / 1000} s.`)
  const timer = setTimeout(() => late.abort(why), deadlineMs)
  const { promise: isLate, reject } = Promise.withResolvers<never>()
  late.signal.addEventListener('abort', () => reject(why), { once: true })
  const dialled = dial(onEvent, late.signal)
  try {
    const link = await Promise.race([dialled, isLate])
    return { ok: true, value: await Promise.race([work(link, late.signal), isLate]) }
  } catch (error) {
    return { ok: false, problem: hostProblem(error, kind, Date.now()) }
  } finally {
    clearTimeout(timer)
    // Also a connection that is made after all, when nobody waits for it any more.
    dialled.then(
      link => link.close(),
      () => undefined,
    )
    isLate.catch(() => undefined)
  }
}
