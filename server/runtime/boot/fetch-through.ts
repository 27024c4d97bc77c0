import type { Context } from '../../../shared/sdk/site-unit.ts'
import type { FromPlugin, ToPlugin } from '../sandbox/plugin-wire.ts'

type Settled = Extract<ToPlugin, { do: 'fetched' | 'not-fetched' }>
type Waiting = Readonly<{
  resolve: (reply: Readonly<{ status: number; body: string }>) => void
  reject: (error: Error) => void
}>

/** `fetch` of a plugin: asks the service, which looks whether it may. */
export function fetchThrough(say: (message: FromPlugin) => void) {
  const waiting = new Map<number, Waiting>()
  let last = 0
  return {
    forCall:
      (call: number): Context['fetch'] =>
      url =>
        new Promise((resolve, reject) => {
          last += 1
          waiting.set(last, { resolve, reject })
          say({ say: 'fetch', id: last, call, url: String(url) })
        }),

    settle(message: Settled): void {
      const waiter = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.do === 'fetched') waiter?.resolve({ status: message.status, body: message.body })
      else waiter?.reject(new Error(message.problem))
    },
  }
}
