import { isEngineError } from '../../engine/http/engine-error.ts'
import type { RolePort } from '../../engine/role-port.ts'
import { CliFailure } from '../outcome.ts'
import { planRole } from '../role/plan-role.ts'
import { leftToDo } from '../role/role-text.ts'
import type { RolePermit } from '../role/service-role.ts'
import { howToMakeAccount } from './engine-accounts.ts'
import { engineSteps } from './engine-steps.ts'
import { commandText, hostCommands } from './host-commands.ts'
import { type Machine, machineSteps } from './machine-steps.ts'
import { mustRun } from './run-on-host.ts'
import type { SetupRecord } from './setup-record.ts'
import type { HostCommand, RunCommand, SetupStep } from './setup-step.ts'

/** Everything that was asked or given. */
export type SetupWish = Readonly<{
  machine: Machine
  serviceUser: string
  roleName: string
  permits: readonly RolePermit[]
  xmlrpcPort: number
  /** The commands of the engine host are run, not told alone. */
  runCommands: boolean
}>

export type SetupTools = Readonly<{
  /** As an administrator. */
  port: RolePort
  /** Rejects when the service's user cannot log in with the password given. */
  tryLogin: (signal: AbortSignal) => Promise<void>
  record: SetupRecord
  run: RunCommand
  print: (line: string) => void
  /** Whether what has been shown is to be done. */
  isAgreed: () => Promise<boolean>
  signal: AbortSignal
}>

/**
 * Makes this machine and the engine ready for the service: user and role, the password in its file, the configuration, the portal's
 * plugin. First it shows all it would do; what it does is recorded step by step. Resolves with false when nothing was done for want of an
 * agreement. Rejects with CliFailure; what was done by then is ticked and recorded.
 */
export async function setUp(wish: SetupWish, tools: SetupTools): Promise<boolean> {
  const { machine, serviceUser, roleName, permits, runCommands } = wish
  const { port, record, print, signal } = tools
  const plan = await planRole(port, { roleName, permits, forUser: serviceUser }, signal)
  const inEngine = engineSteps(port, plan, permits, signal)
  const { steps: here, remarks } = machineSteps(machine)
  const commands = hostCommands(wish.xmlrpcPort, tools.run, machine.root)

  print(`In the engine ${machine.settings['engine.url']}, and on this machine, setup would`)
  for (const { what } of [...inEngine, ...here]) print(`· ${what}`)
  if (inEngine.length + here.length === 0) print('✓ do nothing: all of it is as it must be')
  print(runCommands ? 'and then run' : 'These commands of the engine host are left to you (or give --run-commands):')
  for (const { command, why } of commands) print(`  ${commandText(command).padEnd(COMMAND_WIDTH)} # ${why}`)
  if (!(await tools.isAgreed())) return false

  for (const step of inEngine) await done(step, tools, serviceUser)
  await mayLogIn(serviceUser, tools)
  for (const step of here) await done(step, tools, serviceUser)
  if (runCommands) for (const command of commands) runAndRecord(command, tools)
  const beyond = leftToDo(plan, serviceUser).slice(0, -1)
  for (const line of [...beyond, ...remarks]) print(`→ ${line}`)
  const next = runCommands ? 'Then look' : 'Run the commands above, then look'
  print(
    `${next}: ovirt-scheduler doctor. To take all of it back: ovirt-scheduler setup --undo (${record.changes().length} changes)`,
  )
  return true
}

const COMMAND_WIDTH = 74

async function done(step: SetupStep, { record, print }: SetupTools, serviceUser: string): Promise<void> {
  try {
    for (const change of await step.carryOut()) record.add(change)
  } catch (error) {
    const { message } = error as Error
    throw new CliFailure(/No such user/i.test(message) ? `${message}\n${howToMakeAccount(serviceUser)}` : message, {
      cause: error,
    })
  }
  print(`✓ ${step.what.split('\n')[0]}`)
}

async function mayLogIn(serviceUser: string, { tryLogin, signal, print }: SetupTools): Promise<void> {
  try {
    await tryLogin(signal)
    print(`✓ ${serviceUser} can log in`)
  } catch (error) {
    if (!isEngineError(error)) throw error
    throw new CliFailure(`${serviceUser} cannot log in: ${error.message}\n${howToMakeAccount(serviceUser)}`, {
      cause: error,
    })
  }
}

function runAndRecord({ command, undo }: HostCommand, { run, record, print }: SetupTools): void {
  const back = undo()
  mustRun(run, command)
  record.add({ kind: 'ran', command: [...command], undo: back.map(one => [...one]) })
  print(`✓ ${commandText(command)}`)
}
