/** A process whose calls meet their fate: it dies at some, others fail or take effect unseen. */

/** Below the time after which a request without a trace is repeated. */
const LATE_MS = 30_000

export type Death = Readonly<{ call: number; effect: boolean }>
/**
 * lost: the call takes effect, but its answer does not arrive. late: it takes effect only after we have given up waiting.
 * down: it does not take effect at all.
 */
export type Fault = Readonly<{ call: number; kind: 'lost' | 'late' | 'down' }>
export type Fates = Readonly<{ deaths: readonly Death[]; faults: readonly Fault[] }>

const never = new Promise<never>(() => undefined)

/** Counts the calls of all processes in turn, and makes each meet its fate. */
export function fateful(fates: Fates, now: () => number) {
  let calls = 0
  const late: { atMs: number; work: () => Promise<unknown> }[] = []
  let die: () => void = () => undefined
  // What a process has under way when it dies is never heard of again, and it calls nothing more.
  let alive = 0
  const meetFate = async (engineCall: boolean, of: number, work: () => Promise<unknown>): Promise<unknown> => {
    if (of !== alive) return never
    const call = calls++
    const death = fates.deaths.find(death => death.call === call)
    if (death) {
      if (death.effect) await work()
      alive += 1
      die()
      return never
    }
    const fault = engineCall ? fates.faults.find(fault => fault.call === call) : undefined
    if (fault?.kind === 'down') throw new Error('connection refused')
    if (fault?.kind === 'late') {
      late.push({ atMs: now() + LATE_MS, work })
      throw new Error('no answer in time')
    }
    const result = await work()
    if (of !== alive) return never
    if (fault?.kind === 'lost') throw new Error('connection reset')
    return result
  }
  return {
    calls: () => calls,
    async arrive(): Promise<void> {
      while (late[0] && late[0].atMs <= now()) await late.shift()?.work()
    },
    /** A process lives until its work is done or a call kills it. true: it lives still. */
    live: (work: () => Promise<unknown>): Promise<boolean> =>
      new Promise((resolve, reject) => {
        die = () => resolve(false)
        work().then(() => resolve(true), reject)
      }),
    /** For the process that is started next, or lives. */
    wrap<T extends object>(target: T, isEngine: boolean): T {
      const of = alive
      return new Proxy(target, {
        get: (object, name) => {
          const member: unknown = Reflect.get(object, name)
          if (typeof member !== 'function' || name === 'current') return member
          return (...args: unknown[]) => meetFate(isEngine, of, () => Reflect.apply(member, object, args))
        },
      })
    },
  }
}
