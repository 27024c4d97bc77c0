import { useState } from 'react'
import type { UnitView } from '../../../shared/api/service.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Action, useAction } from '../../api/use-action.ts'

export type Reloading = Readonly<{
  action: Action
  /** When the service last said that it is loaded again. */
  doneAtMs: number | undefined
  reload(): Promise<void>
  clear(): void
}>

/** Has the plugin of a unit loaded again. `onChange`: the list is another one now, also after a refusal. */
export function useReloadUnit({ id }: UnitView, onChange: () => void): Reloading {
  const client = useClient()
  const [action, run, clear] = useAction()
  const [doneAtMs, setDoneAtMs] = useState<number>()
  return {
    action,
    doneAtMs,
    clear,
    async reload() {
      setDoneAtMs(undefined)
      const reloaded = await run(signal => client.reloadUnit(id, signal))
      if (reloaded !== undefined) setDoneAtMs(Date.now())
      onChange()
    },
  }
}
