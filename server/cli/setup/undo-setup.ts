import { commandText } from './host-commands.ts'
import type { Change, SetupRecord } from './setup-record.ts'
import { type UndoTools, undoChange } from './undo-change.ts'

const marks = { undone: '✓', left: '!', told: '→' } as const

/**
 * Takes back what `setup` has recorded and forgets it as it goes: what fails can be tried again. Newest first, but for commands: they come
 * last and in their own order, since web server and engine are to see what was taken back. Rejects with CliFailure. Resolves with false without an agreement.
 */
export async function undoSetup(
  record: SetupRecord,
  tools: UndoTools,
  print: (line: string) => void,
  isAgreed: () => Promise<boolean>,
): Promise<boolean> {
  const isCommand = ({ kind }: Change) => kind === 'ran'
  const changes = [
    ...record
      .changes()
      .filter(one => !isCommand(one))
      .toReversed(),
    ...record.changes().filter(isCommand),
  ]
  if (changes.length === 0) print('setup has changed nothing here, or all of it has been taken back.')
  else print('setup would take back:')
  for (const change of changes) print(`· ${changeText(change)}`)
  if (changes.length === 0 || !(await isAgreed())) return changes.length === 0
  for (const change of changes) {
    const { state, what } = await undoChange(change, tools)
    record.drop(change)
    print(`${marks[state]} ${state === 'told' ? `run: ${what}` : what}`)
  }
  return true
}

function changeText(change: Change): string {
  switch (change.kind) {
    case 'file-made':
      return `the file ${change.path}`
    case 'link-made':
      return `the link ${change.path}`
    case 'set':
      return `${change.name} in ${change.path}`
    case 'user-added':
      return `the user ${change.name} of the engine`
    case 'role-made':
      return `the role ${change.name} of the engine`
    case 'role-given':
      return `that ${change.user} holds the role ${change.name}`
    case 'ran':
      return commandText(change.command)
  }
}
