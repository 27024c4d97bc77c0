import type { ClusterTuningView } from '../../../shared/api/tuning.ts'
import type { ClusterTuning } from '../../../shared/plan/tuning-state.ts'
import { useClient } from '../../api/api-context.tsx'
import { useSettingsDraft } from './use-settings-draft.ts'

export type ModeDraft = ReturnType<typeof useModeDraft>

/** What a person chooses here; whether MOM is taken over from is asked for when it matters. */
export type Chosen = Pick<ClusterTuning, 'mode' | 'pinning' | 'memory'>

const parts = ['mode', 'pinning', 'memory'] as const

/** The settings of one cluster while a person chooses others. `save(null)`: back to what is configured. */
export function useModeDraft(given: ClusterTuningView, onChange: () => void) {
  const client = useClient()
  const { id } = given.cluster
  const { choice, choose, ...draft } = useSettingsDraft<ClusterTuningView, Partial<Chosen>, ClusterTuning | null>({
    key: `tuning of ${id}`,
    given,
    isNew: (choice, { settings }) => parts.some(part => choice[part] !== undefined && choice[part] !== settings[part]),
    send: (settings, seenAtMs, signal) =>
      client
        .configureTuning(id, { settings, seenAtMs }, signal)
        .then(({ clusters }) => clusters.find(({ cluster }) => cluster.id === id)),
    onChange,
  })
  const chosen: Chosen = { ...draft.loaded.settings, ...choice }
  return { ...draft, chosen, choose: (next: Partial<Chosen>) => choose({ ...choice, ...next }) }
}
