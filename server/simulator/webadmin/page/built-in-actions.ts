import type { ActionButton } from './action-buttons.ts'
import type { EngineRest } from './engine-rest.ts'
import type { AnyType, Entity } from './plugin-contract.ts'

type Action = Readonly<{
  label: string
  /** Path segment of the engine's action. */
  action: string
  body?: Readonly<Record<string, unknown>>
  enabled(entity: Entity): boolean
}>

const hasStatus =
  (...statuses: readonly string[]) =>
  ({ status }: Entity) =>
    statuses.some(one => one === status)

const vmActions: readonly Action[] = [
  { label: 'Run', action: 'start', enabled: hasStatus('Down', 'Suspended') },
  { label: 'Shut down', action: 'shutdown', enabled: hasStatus('Up') },
  // Without a host the engine's own scheduler chooses one.
  { label: 'Migrate', action: 'migrate', body: { force: 'true' }, enabled: hasStatus('Up', 'PoweringUp', 'Paused') },
  { label: 'Cancel migration', action: 'cancelmigration', enabled: hasStatus('MigratingFrom', 'MigratingTo') },
]

const hostActions: readonly Action[] = [
  { label: 'Maintenance', action: 'deactivate', enabled: () => true },
  { label: 'Activate', action: 'activate', enabled: () => true },
]

/** The few buttons the stand-in has of its own. A refusal of the engine is shown in its own words. */
export function builtInActions(
  rest: EngineRest,
  showError: (message: string) => void,
): ReadonlyMap<AnyType, readonly ActionButton[]> {
  const buttons = (collection: string, actions: readonly Action[]) =>
    actions.map(
      ({ label, action, body = {}, enabled }): ActionButton => ({
        label,
        id: action,
        inMoreMenu: false,
        isAccessible: () => true,
        isEnabled: selected => selected.length > 0 && selected.every(enabled),
        onClick: selected => {
          for (const { id, name } of selected) {
            rest.act(`${collection}/${id}/${action}`, body).catch((error: unknown) => {
              showError(`${label} ${String(name)}: ${error instanceof Error ? error.message : String(error)}`)
            })
          }
        },
      }),
    )
  return new Map<AnyType, readonly ActionButton[]>([
    ['VirtualMachine', buttons('vms', vmActions)],
    ['Host', buttons('hosts', hostActions)],
  ])
}
