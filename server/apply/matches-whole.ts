import { createContext, Script } from 'node:vm'

const PATIENCE_MS = 100

/**
 * As Java's matches(): the whole value. What JavaScript cannot read, or is not done with in a tenth of a second, is left
 * to the engine: expressions come from plugins of the site, and one can be written that never ends.
 */
export function matchesWhole(regex: string, value: string): boolean {
  if (!isRegExp(regex)) return true
  const context = createContext({ pattern: `^(?:${regex})$`, value })
  try {
    return test.runInContext(context, { timeout: PATIENCE_MS }) === true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return true
    throw error
  }
}

const test = new Script('new RegExp(pattern).test(value)')

function isRegExp(source: string): boolean {
  try {
    new RegExp(`^(?:${source})$`)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
