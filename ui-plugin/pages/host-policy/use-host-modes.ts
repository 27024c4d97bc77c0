import type { HostTuning } from '../../../shared/api/tuning.ts'
import type { TuningMode } from '../../../shared/model/tuning.ts'
import type { HostModes } from '../../../shared/plan/tuning-state.ts'
import { useClient } from '../../api/api-context.tsx'
import { useSettingsDraft } from './use-settings-draft.ts'

const NONE: HostModes = {}
const isNone = ({ mode, pinning }: HostModes): boolean => mode === undefined && pinning === undefined
const beforeOf = ({ saved }: HostTuning): HostModes => saved?.modes ?? NONE

/** The modes of one host while a person chooses others; without any it is as its cluster. */
export function useHostModes(hostId: string, given: HostTuning, onChange: () => void) {
  const client = useClient()
  const { choice, choose, ...draft } = useSettingsDraft<HostTuning, HostModes, HostModes>({
    key: `tuning of host ${hostId}`,
    given,
    isNew: ({ mode, pinning }, loaded) => mode !== beforeOf(loaded).mode || pinning !== beforeOf(loaded).pinning,
    send: (asked, seenAtMs, signal) =>
      client.setHostModes(hostId, { modes: isNone(asked) ? null : asked, seenAtMs }, signal),
    onChange,
  })
  const before = beforeOf(draft.loaded)
  const modes = choice ?? before
  return {
    ...{ ...draft, modes, before },
    choose(part: keyof HostModes, mode: TuningMode | undefined) {
      const { [part]: _, ...others } = modes
      choose(mode === undefined ? others : { ...others, [part]: mode })
    },
  }
}
