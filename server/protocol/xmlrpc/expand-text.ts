/**
 * Character data as a reader of XML sees it: every end of line a line feed, the predefined entities and character
 * references resolved, in this order. Undefined if a reference is not one of those.
 */
export function expandText(raw: string): string | undefined {
  const lines = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw
  let text = ''
  let copied = 0
  for (let at = lines.indexOf('&'); at >= 0; at = lines.indexOf('&', copied)) {
    reference.lastIndex = at
    const [whole, named, decimal, hexadecimal] = reference.exec(lines) ?? []
    if (whole === undefined) return undefined
    const character = named === undefined ? characterAt(decimal, hexadecimal) : entities[named]
    if (character === undefined) return undefined
    text += lines.slice(copied, at) + character
    copied = at + whole.length
  }
  return copied === 0 ? lines : text + lines.slice(copied)
}

const reference = /&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));/y
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Undefined for a number that stands for no character XML can hold. */
function characterAt(decimal: string | undefined, hexadecimal: string | undefined): string | undefined {
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  const isLegal =
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x1_0000 && code <= 0x10_ffff)
  return isLegal ? String.fromCodePoint(code) : undefined
}
