import { fileURLToPath } from 'node:url'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** What the interpreter reads of ours: a sandbox must let it read all of these. `sdk` is a directory. */
export const pythonFiles = {
  zygote: path('zygote.py'),
  pluginProcess: path('plugin_process.py'),
  pluginRun: path('plugin_run.py'),
  warmImports: path('warm_imports.py'),
  sdk: path('sdk'),
}
