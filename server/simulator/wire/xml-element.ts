import { SaxesParser } from 'saxes'
import { WireError } from './wire-error.ts'

export type XmlElement = Readonly<{
  name: string
  attributes: Readonly<Partial<Record<string, string>>>
  children: readonly XmlElement[]
  /** All text directly inside, joined. */
  text: string
}>

type Open = { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string }

const MAX_DEPTH = 32 // ours: deeper than any request the engine knows

/** Parses one document. A document type is refused, so that no entity is ever expanded but XML's own five. */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser()
  const open: Open[] = []
  let root: XmlElement | undefined
  const fail = (message: string): never => {
    throw new WireError('syntax', message)
  }
  parser.on('error', error => fail(`the body is not XML: ${error.message}`))
  parser.on('doctype', () => fail('a document type is not accepted'))
  parser.on('opentag', tag => {
    if (open.length >= MAX_DEPTH) fail('the body is nested too deeply')
    const element: Open = { name: tag.name, attributes: tag.attributes, children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => {
    root = open.pop()
  })
  const collect = (piece: string) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += piece
  }
  parser.on('text', collect)
  parser.on('cdata', collect)
  parser.write(text).close()
  return root ?? fail('the body is empty')
}
