/** What may run in a sandbox, and what it may see there. Paths are absolute. */
export type SandboxedProcess = Readonly<{
  /** As seen from inside. */
  command: readonly [program: string, ...args: string[]]
  /** Files and folders it may read: where they are, and where it finds them. Nothing else of the machine but /usr. */
  readable: readonly Readonly<{ from: string; at: string }>[]
  workingDirectory?: string
  /** Its whole environment. */
  environment: Readonly<Record<string, string>>
  /** The machine's network, for a plugin that was granted it. Otherwise there is none at all. */
  network?: boolean
  /** Anonymous memory of one process, in bytes; V8 needs 1 GiB of it to start. */
  dataBytes: number
  openFiles: number
}>

/** How the kernel is asked for the isolation, best first. permission: not at all, Node's own permission model alone. */
export type Wrapper = 'bwrap' | 'unshare' | 'permission'

/** prlimit, with no core files and nothing written: inherited by everything that follows. */
export const limitArguments = ({ dataBytes, openFiles }: SandboxedProcess): string[] => [
  `--data=${dataBytes}`,
  `--nofile=${openFiles}`,
  '--core=0',
  '--fsize=0',
]
