/** A plugin that does whatever its filter's text says, with little time for it. */
import { availableWrappers, startTestScript, type TestScript, type TestScriptOptions } from './start-test-script.ts'

/** The best wrapper of this machine. */
export const [bestWrapper = 'permission'] = await availableWrappers()

/**
 * JavaScript that declares `rawly`, past what boot.ts puts before it: whatever a plugin likes to say, on the stream that the
 * service reads.
 */
export const raw = `const rawly = text => Object.getPrototypeOf(process.stdout).write.call(process.stdout, text)`

/** A plugin whose filter has this body; with no attempt it accepts. */
export const unitWith = (body: string): string => `
  import { accept, defineUnit, reject, text } from 'ovirt-scheduler/sdk'
  ${raw}
  export default defineUnit({
    id: 'unit', description: 'A unit', parameters: { attempt: text({ label: 'a', help: 'a', pattern: '^.*$', default: '' }) },
    async filter(vm, host, { attempt }, context) {
      if (!attempt) return accept
      ${body}
    },
  })`

/** Starts one with that filter; a call may take 400 ms. */
export const startUnruly = (body: string, { limits, ...options }: TestScriptOptions = {}) =>
  startTestScript(unitWith(body), { wrapper: bestWrapper, limits: { callTimeoutMs: 400, ...limits }, ...options })

/** Runs the body of its filter. */
export const attempt = (plugin: TestScript) => plugin.filter({ attempt: 'yes' })

/** What it answers without an attempt. A busy machine may take longer to start a process than a call waits for it. */
export async function nextAnswer(plugin: TestScript): Promise<string | undefined> {
  for (;;) {
    try {
      return await plugin.filter()
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('it is being restarted'))) throw error
    }
  }
}
