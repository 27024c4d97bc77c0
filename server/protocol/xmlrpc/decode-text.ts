import { XmlRpcError } from './xml-rpc-error.ts'

/**
 * The bytes of a document as text: by byte order mark, else by the encoding its declaration names, else UTF-8. Throws
 * XmlRpcError for an encoding nobody knows and for bytes that do not belong to it.
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = byOrderMark(bytes) ?? declared(bytes) ?? 'utf-8'
  try {
    const decoder = /^utf-?8$/i.test(encoding) ? utf8 : new TextDecoder(encoding, { fatal: true })
    return decoder.decode(bytes)
  } catch (error) {
    throw new XmlRpcError('malformed', `the document is not in ${encoding.slice(0, 40)}`, { cause: error })
  }
}

/** Shared: it keeps nothing from one document to the next, not even when it throws. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

function byOrderMark([first, second]: Uint8Array): string | undefined {
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return undefined
}

function declared(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1')
  return /^(?:ï»¿)?<\?xml[^>]{1,100}encoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(start)?.[1]
}
