import { CallError } from './call-error.ts'
import { expectParams, parseName } from './call-params.ts'
import type { Method, Methods } from './method.ts'

/** The three `system.` methods that the original daemon had, answering from the methods themselves. */
export function introspection(methods: () => Methods): Methods {
  const find = (name: string): Method => {
    const method = Object.hasOwn(methods(), name) ? methods()[name] : undefined
    if (method === undefined) throw new CallError('unknown-method', `there is no method "${name.slice(0, 80)}"`)
    return method
  }
  return {
    'system.listMethods': {
      help: 'Returns the names of all methods.',
      params: [],
      signature: ['array'],
      async call(given) {
        expectParams('system.listMethods', given, [])
        return Object.keys(methods()).toSorted((a, b) => (a < b ? -1 : 1))
      },
    },
    'system.methodHelp': {
      help: 'Returns what a method does.',
      params: ['name'],
      signature: ['string', 'string'],
      async call(given) {
        expectParams('system.methodHelp', given, ['name'])
        const { help, params } = find(parseName(given[0], 'name'))
        return params.length === 0 ? help : `${help} Parameters: ${params.join(', ')}.`
      },
    },
    'system.methodSignature': {
      help: 'Returns the types that a method returns and takes.',
      params: ['name'],
      signature: ['array', 'string'],
      async call(given) {
        expectParams('system.methodSignature', given, ['name'])
        return [find(parseName(given[0], 'name')).signature]
      },
    },
  }
}
