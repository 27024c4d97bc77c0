import type { GuestAgentCommand } from '../../server/hosts/host-client.ts'

export type FakeAgent = Readonly<{
  /** What it returns. Throws Error where the agent would answer with an error. */
  answer(command: GuestAgentCommand): unknown
  /** Names of the commands that came. */
  asked: string[]
  /** Of the files that were not closed. */
  open: ReadonlySet<number>
}>

/** As in QEMU's qga/commands-posix.c: a read gives at most `count` bytes, and eof only with a piece that is short. */
export function fakeAgent(files: Readonly<Record<string, string>>): FakeAgent {
  const handles = new Map<number, { text: Buffer; at: number }>()
  const asked: string[] = []
  const open = new Set<number>()

  const commands: Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => unknown>> = {
    'guest-ping': () => ({}),
    'guest-file-open'({ path, mode }) {
      const text = files[String(path)]
      if (text === undefined || mode !== 'r') throw new Error(`failed to open file '${String(path)}'`)
      const handle = 1000 + handles.size
      handles.set(handle, { text: Buffer.from(text), at: 0 })
      open.add(handle)
      return handle
    },
    'guest-file-read'({ handle, count }) {
      const file = open.has(Number(handle)) ? handles.get(Number(handle)) : undefined
      if (file === undefined) throw new Error(`handle '${String(handle)}' has not been found`)
      const piece = file.text.subarray(file.at, file.at + Number(count))
      file.at += piece.length
      return { count: piece.length, 'buf-b64': piece.toString('base64'), eof: piece.length < Number(count) }
    },
    'guest-file-close'({ handle }) {
      if (!open.delete(Number(handle))) throw new Error(`handle '${String(handle)}' has not been found`)
      return {}
    },
  }
  return {
    answer({ execute, arguments: args = {} }) {
      asked.push(execute)
      const command = commands[execute]
      if (command === undefined) throw new Error(`The command ${execute} has not been found`)
      return command(args)
    },
    asked,
    open,
  }
}
