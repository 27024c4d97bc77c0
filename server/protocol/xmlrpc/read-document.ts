import { SaxesParser } from 'saxes'
import { type Reader, scalarDecoder } from './decode-scalar.ts'
import { XmlRpcError } from './xml-rpc-error.ts'
import { EXTENSIONS_NAMESPACE, type XmlRpcValue } from './xml-rpc-value.ts'

export type DecodeLimits = Readonly<{
  /** Characters of the whole document. */
  maxLength: number
  /** Elements inside elements. The engine's deepest call has 11. */
  maxDepth: number
}>

export const defaultDecodeLimits: DecodeLimits = { maxLength: 8 * 1_048_576, maxDepth: 64 }

/** What one document says, whichever of the two it is. */
export type XmlRpcDocument = Readonly<{
  root: 'methodCall' | 'methodResponse'
  methodName: string | undefined
  params: readonly XmlRpcValue[] | undefined
  fault: XmlRpcValue | undefined
}>

/** An open element. `items` collects what its children turned out to be. */
type Frame = {
  readonly element: string
  text: string
  readonly items: XmlRpcValue[]
  /** Of the child elements that may come only once, those that came. */
  seen: readonly string[]
  readonly members: { [name: string]: XmlRpcValue } | undefined
  name: string | undefined
}

/** What may stand inside each element, and whether more than once. `value` takes one type, checked apart. */
const contents: Readonly<Record<string, Readonly<{ of: readonly string[]; repeated?: true }>>> = {
  methodCall: { of: ['methodName', 'params'] },
  methodResponse: { of: ['params', 'fault'] },
  params: { of: ['param'], repeated: true },
  param: { of: ['value'] },
  fault: { of: ['value'] },
  array: { of: ['data'] },
  data: { of: ['value'], repeated: true },
  struct: { of: ['member'], repeated: true },
  member: { of: ['name', 'value'] },
}

/**
 * Reads one XML-RPC document, checking structure while it streams: an unknown element, a document type declaration or
 * one level too many ends the reading at that point. Throws XmlRpcError.
 */
export function readDocument(xml: string, reader: Reader, limits: DecodeLimits = defaultDecodeLimits): XmlRpcDocument {
  if (xml.length > limits.maxLength) {
    throw new XmlRpcError('too-large', `document of ${xml.length} characters, at most ${limits.maxLength} are read`)
  }
  const stack: Frame[] = []
  const top = () => stack.at(-1)
  let document: XmlRpcDocument | undefined
  let params: readonly XmlRpcValue[] | undefined
  let fault: XmlRpcValue | undefined

  const parser = new SaxesParser({ xmlns: true, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true })
  parser.on('doctype', () => {
    throw new XmlRpcError('malformed', 'a document type declaration is not allowed')
  })
  parser.on('opentag', tag => {
    const element = elementName(tag)
    checkPlace(element, top(), reader)
    if (stack.length >= limits.maxDepth) {
      throw new XmlRpcError('too-deep', `more than ${limits.maxDepth} elements inside each other`)
    }
    stack.push(openFrame(element))
  })
  const addText = (text: string) => {
    const frame = top()
    if (frame !== undefined) frame.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const frame = stack.pop()
    if (frame === undefined) return
    const parent = top()
    if (parent === undefined) {
      refuseText(frame)
      document = { root: rootOf(frame), methodName: frame.name, params, fault }
    } else if (frame.element === 'params') {
      refuseText(frame)
      params = frame.items
    } else if (frame.element === 'fault') {
      fault = onlyItem(frame)
    } else {
      closeInto(parent, frame, reader)
    }
  })

  try {
    parser.write(xml).close()
  } catch (error) {
    if (error instanceof XmlRpcError) throw error
    throw new XmlRpcError('malformed', `not well-formed XML: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
  if (document === undefined) throw new XmlRpcError('malformed', 'no XML document')
  return document
}

const openFrame = (element: string): Frame => ({
  element,
  text: '',
  items: [],
  seen: [],
  members: element === 'struct' ? Object.create(null) : undefined,
  name: undefined,
})

/** `ex:` stands for the extension namespace, whatever prefix the sender bound to it. */
function elementName({ local, uri }: Readonly<{ local: string; uri: string }>): string {
  if (uri === '') return local
  return uri === EXTENSIONS_NAMESPACE ? `ex:${local}` : `{${uri}}${local}`
}

function checkPlace(element: string, parent: Frame | undefined, reader: Reader): void {
  if (parent === undefined) {
    const root = reader === 'call' ? 'methodCall' : 'methodResponse'
    if (element !== root) throw new XmlRpcError('not-xml-rpc', `the root is <${element}>, not <${root}>`)
    return
  }
  const allowed = contents[parent.element]
  if (parent.element === 'value') {
    const known = element === 'array' || element === 'struct' || scalarDecoder(reader, element) !== undefined
    if (!known) throw new XmlRpcError('unknown-type', `unknown type <${element}>`)
  } else if (!allowed?.of.includes(element)) {
    throw new XmlRpcError('not-xml-rpc', `<${element}> inside <${parent.element}>`)
  }
  if (allowed?.repeated) return
  const kind = parent.element === 'value' ? 'type' : element
  if (parent.seen.includes(kind)) throw new XmlRpcError('not-xml-rpc', `a second ${kind} inside <${parent.element}>`)
  parent.seen = [...parent.seen, kind]
}

function closeInto(parent: Frame, frame: Frame, reader: Reader): void {
  switch (frame.element) {
    case 'methodName':
    case 'name':
      parent.name = frame.text
      return
    case 'value':
      if (frame.items.length > 0) refuseText(frame)
      parent.items.push(frame.items[0] ?? (frame.seen.length > 0 ? null : frame.text))
      return
    case 'param':
      parent.items.push(onlyItem(frame))
      return
    case 'data':
      refuseText(frame)
      parent.items.push(frame.items)
      return
    case 'array':
      parent.items.push(onlyItem(frame))
      return
    case 'struct':
      refuseText(frame)
      parent.items.push(frame.members ?? null)
      return
    case 'member':
      addMember(parent, frame)
      return
    default:
      parent.items.push(scalarDecoder(reader, frame.element)?.(frame.text) ?? null)
  }
}

function addMember(struct: Frame, member: Frame): void {
  if (member.name === undefined || struct.members === undefined) {
    throw new XmlRpcError('not-xml-rpc', '<member> without <name>')
  }
  if (member.name in struct.members) {
    throw new XmlRpcError('duplicate-member', `a second member "${member.name.slice(0, 40)}"`)
  }
  struct.members[member.name] = onlyItem(member)
}

function onlyItem(frame: Frame): XmlRpcValue {
  refuseText(frame)
  const [item] = frame.items
  if (item === undefined) throw new XmlRpcError('not-xml-rpc', `<${frame.element}> is empty`)
  return item
}

function refuseText(frame: Frame): void {
  if (/[^ \t\r\n]/.test(frame.text)) throw new XmlRpcError('not-xml-rpc', `text inside <${frame.element}>`)
}

function rootOf(frame: Frame): XmlRpcDocument['root'] {
  return frame.element === 'methodCall' ? 'methodCall' : 'methodResponse'
}
