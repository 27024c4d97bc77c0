import { SaxesParser } from 'saxes'
import { HostError } from '../host-error.ts'

export type XmlElement = Readonly<{
  /** Without prefix. */
  name: string
  /** Its namespace; empty: none. */
  uri: string
  attributes: Readonly<Record<string, string | undefined>>
  children: readonly XmlElement[]
  text: string
}>

type Growing = { -readonly [K in keyof XmlElement]: XmlElement[K] } & { children: XmlElement[] }

const MOST_ELEMENTS = 200_000
const DEEPEST = 64

/** A document of the daemon's as elements. Rejects (`host-protocol`) what is not well-formed, or larger than any that is meant. */
export function parseXml(document: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true })
  const open: Growing[] = []
  let root: XmlElement | undefined
  let elements = 0

  parser.on('error', error => {
    throw malformed(error.message)
  })
  parser.on('doctype', () => {
    throw malformed('it has a document type')
  })
  parser.on('opentag', ({ local, uri, attributes }) => {
    elements += 1
    if (elements > MOST_ELEMENTS || open.length >= DEEPEST) throw malformed('it is too large')
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
  if (root === undefined) throw malformed('it is empty')
  return root
}

/** Those below `element` that the path leads to, by names; several may have the same. */
export function elementsAt(element: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
  let found: readonly XmlElement[] = [element]
  for (const name of path) found = found.flatMap(({ children }) => children.filter(child => child.name === name))
  return found
}

/** The whole number that a text is, if it is one. */
export function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d{1,15}\s*$/.test(text)) return undefined
  return Number(text)
}

const malformed = (why: string) =>
  new HostError('host-protocol', `libvirt sent a document that cannot be read: ${why}.`)
