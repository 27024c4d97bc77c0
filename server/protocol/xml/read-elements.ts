import { SaxesParser } from 'saxes'
import { ProtocolError } from '../protocol-error.ts'

export type XmlElement = Readonly<{
  /** Without prefix. */
  name: string
  /** Its namespace; empty: none. */
  uri: string
  /** By name, with prefix. */
  attributes: Readonly<Record<string, string | undefined>>
  children: readonly XmlElement[]
  text: string
}>

type Growing = { -readonly [K in keyof XmlElement]: XmlElement[K] } & { children: XmlElement[] }

const MOST_ELEMENTS = 200_000
const DEEPEST = 64

/**
 * A whole document as its elements. Throws ProtocolError, with `what` it was in the message: not well-formed, larger than any
 * that is meant, or with a document type, which libvirt never writes.
 */
export function readElements(document: string, what: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true })
  const refused = (why: string, cause?: Error) => new ProtocolError('bad-message', `${what} ${why}`, cause && { cause })
  const open: Growing[] = []
  let root: XmlElement | undefined
  let elements = 0

  parser.on('error', error => {
    throw refused('is not well-formed', error)
  })
  parser.on('doctype', () => {
    throw refused('has a document type')
  })
  parser.on('opentag', ({ local, uri, attributes }) => {
    elements += 1
    if (elements > MOST_ELEMENTS) throw refused('is too large')
    if (open.length >= DEEPEST) throw refused('is too deep')
    const plain = Object.fromEntries(Object.values(attributes).map(({ name, value }) => [name, value]))
    open.push({ name: local, uri, attributes: plain, children: [], text: '' })
  })
  parser.on('text', text => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  })
  parser.on('closetag', () => {
    const element = open.pop()
    if (element === undefined) return
    const parent = open.at(-1)
    if (parent === undefined) root = element
    else parent.children.push(element)
  })
  parser.write(document).close()
  if (root === undefined) throw refused('is empty')
  return root
}

/** Those below `parent` that the path leads to, by names; several may have the same. */
export function elementsAt(
  { children }: Pick<XmlElement, 'children'>,
  name: string,
  ...below: readonly string[]
): readonly XmlElement[] {
  const found = children.filter(child => child.name === name)
  const [next, ...rest] = below
  return next === undefined ? found : found.flatMap(child => elementsAt(child, next, ...rest))
}
