import { randomBytes } from 'node:crypto'

export type Session = Readonly<{ token: string; userId: string }>

/** Who is logged in. Time is wall-clock, not simulated: a minute of idling is a minute at any simulation speed. */
export type Sessions = Readonly<{
  open(userId: string): Session
  /** The session of a token, which counts as use; undefined when unknown or idle for too long. */
  touch(token: string): Session | undefined
  /** As `touch`, without prolonging it. */
  peek(token: string): Session | undefined
  close(token: string): void
  /** Ends every session, as a restart of the engine does. Returns how many there were. */
  closeAll(): number
}>

export function openSessions(options: Readonly<{ idleTimeoutMs: number; now: () => number }>): Sessions {
  const sessions = new Map<string, Session & { usedAtMs: number }>()
  const find = (token: string) => {
    const session = sessions.get(token)
    if (session === undefined) return undefined
    if (options.now() - session.usedAtMs < options.idleTimeoutMs) return session
    sessions.delete(token)
    return undefined
  }
  return {
    open(userId) {
      const session = { token: randomBytes(64).toString('base64url'), userId, usedAtMs: options.now() }
      sessions.set(session.token, session)
      return session
    },
    touch(token) {
      const session = find(token)
      if (session !== undefined) session.usedAtMs = options.now()
      return session
    },
    peek: find,
    close: token => void sessions.delete(token),
    closeAll() {
      const count = sessions.size
      sessions.clear()
      return count
    },
  }
}
