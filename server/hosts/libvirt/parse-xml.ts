import { ProtocolError } from '../../protocol/protocol-error.ts'
import { readElements, type XmlElement } from '../../protocol/xml/read-elements.ts'
import { HostError } from '../host-error.ts'

/** A document of the daemon's as elements. Throws HostError (`host-protocol`) for what is not well-formed, or larger than any that is meant. */
export function parseXml(document: string): XmlElement {
  try {
    return readElements(document, 'it')
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    const why = error.cause instanceof Error ? error.cause.message : error.message
    throw new HostError('host-protocol', `libvirt sent a document that cannot be read: ${why}.`, error)
  }
}

/** The whole number that a text is, if it is one. */
export function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d{1,15}\s*$/.test(text)) return undefined
  return Number(text)
}
