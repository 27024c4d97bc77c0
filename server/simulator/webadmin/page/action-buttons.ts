import type { AnyType, Entity, Untrusted } from './plugin-contract.ts'
import { flagOption, functionOption, numberOption, textOption } from './plugin-options.ts'

/** A button of a list's toolbar. Callbacks get what is selected and the object whose detail view this is. */
export type ActionButton = Readonly<{
  label: string
  id: string | undefined
  inMoreMenu: boolean
  onClick(selected: readonly Entity[], main: Entity): void
  isEnabled(selected: readonly Entity[], main: Entity): boolean
  isAccessible(selected: readonly Entity[], main: Entity): boolean
}>

export type ActionButtons = Readonly<{
  addToList(type: AnyType, label: string, button: Untrusted): void
  addToTab(type: AnyType, tabId: string, label: string, button: Untrusted): void
  ofList(type: AnyType): readonly ActionButton[]
  ofTab(type: AnyType, tabId: string): readonly ActionButton[]
  onChange(listener: () => void): void
}>

/** Buttons by list and by tab of a detail view. `builtIn` come first unless an index says otherwise. */
export function createActionButtons(builtIn: ReadonlyMap<AnyType, readonly ActionButton[]>): ActionButtons {
  const buttons = new Map<string, ActionButton[]>()
  const listeners: (() => void)[] = []
  const keyOf = (type: AnyType, tabId = '') => `${type}/${tabId}`
  for (const [type, known] of builtIn) buttons.set(keyOf(type), [...known])

  function add(key: string, label: string, options: Untrusted): void {
    const before = buttons.get(key) ?? []
    buttons.set(
      key,
      before.toSpliced(Math.max(0, numberOption(options, 'index', before.length)), 0, parse(label, options)),
    )
    for (const listener of listeners) listener()
  }

  return {
    addToList: (type, label, button) => add(keyOf(type), label, button),
    addToTab: (type, tabId, label, button) => add(keyOf(type, tabId), label, button),
    ofList: type => buttons.get(keyOf(type)) ?? [],
    ofTab: (type, tabId) => buttons.get(keyOf(type, tabId)) ?? [],
    onChange: listener => listeners.push(listener),
  }
}

function parse(label: string, options: Untrusted): ActionButton {
  const guarded = (name: string, args: readonly unknown[]): unknown => {
    try {
      return functionOption(options, name)?.(...args)
    } catch (error) {
      // Unlike a handler, a callback that throws does not cost the plugin its life.
      console.error(`The button ${label} failed in ${name}`, error)
      return undefined
    }
  }
  // Only a real false counts: nothing, a thrown error or 0 leave the button as it is.
  const permits = (name: string, args: readonly unknown[]) => guarded(name, args) !== false
  return {
    label,
    id: textOption(options, 'id'),
    inMoreMenu: flagOption(options, 'moreMenu', false),
    onClick: (...args) => {
      guarded('onClick', args)
    },
    isEnabled: (...args) => permits('isEnabled', args),
    isAccessible: (...args) => permits('isAccessible', args),
  }
}
