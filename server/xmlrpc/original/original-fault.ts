import { type CallError, type CallErrorCode, faultCodes } from '../call-error.ts'

/** What Python would have raised. A plugin's fault brings its own. */
const classes: Readonly<Partial<Record<CallErrorCode, string>>> = {
  'parse-error': 'xml.parsers.expat.ExpatError',
  'unknown-method': 'Exception',
  'invalid-params': 'TypeError',
}

/** The original daemon's faults: always the same code, and a text that begins with the Python class. */
export function originalFault({ code, message }: CallError, method: string): [code: number, text: string] {
  const raised = classes[code]
  const text = code === 'unknown-method' ? `method "${method.slice(0, 80)}" is not supported` : message
  return [faultCodes['plugin-fault'], raised === undefined ? text : `<class '${raised}'>:${text}`]
}
