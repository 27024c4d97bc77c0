import { existsSync, lstatSync, readFileSync, readlinkSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { SettingName } from '../../config/settings.ts'
import type { EngineAnswer } from '../../engine/refusal.ts'
import type { RolePort } from '../../engine/role-port.ts'
import { CliFailure } from '../outcome.ts'
import { editSetting, settingInFile } from './edit-config-file.ts'
import { commandText } from './host-commands.ts'
import { sha256 } from './machine-steps.ts'
import { mustRun } from './run-on-host.ts'
import type { Change } from './setup-record.ts'
import type { RunCommand } from './setup-step.ts'

export type UndoTools = Readonly<{
  root: string
  /** Of an administrator; asked for only when something in the engine is to be taken back. */
  port: () => Promise<RolePort>
  /** undefined: commands are told, not run. */
  run: RunCommand | undefined
  signal: AbortSignal
}>

/** What came of taking one change back. */
export type Undone = Readonly<{ state: 'undone' | 'left' | 'told'; what: string }>

/** Takes one change back, unless somebody has changed the same thing since: that stays. Rejects with CliFailure. */
export async function undoChange(change: Change, tools: UndoTools): Promise<Undone> {
  switch (change.kind) {
    case 'file-made':
      return undoFile(change.path, path => sha256(readFileSync(path, 'utf8')) === change.sha256, tools.root)
    case 'link-made':
      return undoFile(change.path, path => isLinkTo(path, change.target), tools.root)
    case 'set':
      return undoSetting(change, tools.root)
    case 'ran':
      return undoCommand(change, tools.run)
    default:
      return undoInEngine(change, await tools.port(), tools.signal)
  }
}

const undone = (what: string): Undone => ({ state: 'undone', what })
const left = (what: string): Undone => ({ state: 'left', what })

function undoFile(path: string, isOurs: (path: string) => boolean, root: string): Undone {
  const file = join(root, path)
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return undone(`${path} is gone already`)
  if (!isOurs(file)) return left(`${path} has been changed since and stays`)
  unlinkSync(file)
  return undone(`removed ${path}`)
}

const isLinkTo = (path: string, target: string) => lstatSync(path).isSymbolicLink() && readlinkSync(path) === target

function undoSetting({ path, name, before, after }: Extract<Change, { kind: 'set' }>, root: string): Undone {
  const file = join(root, path)
  if (!existsSync(file) || settingInFile(file, name as SettingName) !== after)
    return left(`${name} in ${path} has been changed since and stays`)
  editSetting(file, name as SettingName, before === undefined ? undefined : String(before))
  return undone(before === undefined ? `took ${name} out of ${path}` : `set ${name} in ${path} to ${before} again`)
}

function undoCommand({ command, undo }: Extract<Change, { kind: 'ran' }>, run: RunCommand | undefined): Undone {
  const text = undo.map(commandText).join('; ')
  if (undo.length === 0) return undone(`${commandText(command)} had changed nothing`)
  if (run === undefined) return { state: 'told', what: text }
  for (const one of undo) mustRun(run, one)
  return undone(`ran ${text}`)
}

type InEngine = Extract<Change, { kind: 'user-added' | 'role-made' | 'role-given' }>

async function undoInEngine(change: InEngine, port: RolePort, signal: AbortSignal): Promise<Undone> {
  const { what, answer } = await takenBack(change, port, signal)
  if (!answer.ok) throw new CliFailure(`the engine refuses: ${answer.detail}`)
  return undone(what)
}

async function takenBack(
  change: InEngine,
  port: RolePort,
  signal: AbortSignal,
): Promise<Readonly<{ what: string; answer: EngineAnswer }>> {
  const gone = { ok: true } as const
  if (change.kind === 'user-added') {
    const user = await port.findUser(change.name, signal)
    const answer = user === undefined ? gone : await port.removeUser(user.id, signal)
    return { what: `took the user ${change.name} out of the engine; the account in its directory stays`, answer }
  }
  const role = (await port.listRoles(signal)).find(({ name }) => name === change.name)
  if (change.kind === 'role-made') {
    const answer = role === undefined ? gone : await port.removeRole(role.id, signal)
    return { what: `removed the role ${change.name}`, answer }
  }
  const user = await port.findUser(change.user, signal)
  const isThere = role !== undefined && user !== undefined
  const answer = isThere ? await port.revokeInSystem(role.id, user.id, signal) : gone
  return { what: `took the role ${change.name} from ${change.user}`, answer }
}
