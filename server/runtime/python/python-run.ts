/** How one process of a plugin ended and what it wrote. */
export type PythonRun = Readonly<{
  /** null when a signal ended it. */
  exit: number | null
  signal: string | null
  timedOut: boolean
  /** It wrote more than is read: 8 MiB to stdout, 64 KiB to stderr. `stdout` is then empty. */
  overflow: boolean
  /** A byte that is not UTF-8 is a lone surrogate. */
  stdout: string
  stderr: string
  ms: number
  /** There is no result at all, because the zygote ended or did not answer: why. */
  died?: string
}>

export const pluginMethods = ['do_filter', 'do_score', 'do_balance'] as const
export type PluginMethod = (typeof pluginMethods)[number]

/** A method that makes a class of the plugin a policy unit. `regexType` is the Python type of what `regex` writes out. */
export type FoundMethod = Readonly<{
  class: string
  method: PluginMethod
  doc: string
  regex: string
  regexType: string
}>

/** `found` is null when the module could not be imported. */
export type PythonLoad = PythonRun & Readonly<{ found: readonly FoundMethod[] | null }>
