import type { Store } from './store.ts'
import { toStoreError } from './store-error.ts'

/** One write: `outcome` is ok, or the code of the StoreError. */
export type StoreWrite = Readonly<{ operation: WriteName; outcome: string; durationMs: number }>

/** What changes rows. Reads are not measured: they hold nobody up. */
export const writeNames = [
  'insertRecommendation',
  'updateRecommendation',
  'acceptRun',
  'changeRun',
  'appendAudit',
  'changeAutomation',
  'changeTuning',
  'putTouchedHost',
  'putDelivery',
  'forgetBefore',
  'replaceKnownUnits',
  'changeDisabledUnits',
  'writeDiscoveredMs',
  'writeRestored',
  'putAdvice',
] as const satisfies readonly (keyof Store)[]
type WriteName = (typeof writeNames)[number]

/** The same store, each of whose writes is told of when it is over. */
export function observedStore(
  store: Store,
  onWrite: (write: StoreWrite) => void,
  elapsedMs = () => performance.now(),
): Store {
  const observed = <A extends readonly unknown[], R>(operation: WriteName, write: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      const begunMs = elapsedMs()
      const tell = (outcome: string) => onWrite({ operation, outcome, durationMs: elapsedMs() - begunMs })
      try {
        const result = await write(...args)
        tell('ok')
        return result
      } catch (error) {
        tell(toStoreError('', error).code)
        throw error
      }
    }
  }
  const writes = writeNames.map(name => [name, observed(name, store[name] as (...args: unknown[]) => Promise<unknown>)])
  return { ...store, ...Object.fromEntries(writes) }
}
