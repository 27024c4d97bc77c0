const SVG = 'http://www.w3.org/2000/svg'

/** Paths on a 16 by 16 grid, drawn as lines. */
const paths: Readonly<Record<string, string>> = {
  compute: 'M2 3h12v8H2z M6 14h4 M8 11v3',
  network: 'M8 2v5 M3 14v-4h10v4 M8 7v3 M6 2h4',
  storage: 'M2 4c0-3 12-3 12 0v8c0 3-12 3-12 0z M2 4c0 3 12 3 12 0 M2 8c0 3 12 3 12 0',
  admin:
    'M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5 M8 1.5v2 M8 12.5v2 M1.5 8h2 M12.5 8h2 M3.4 3.4l1.4 1.4 M11.2 11.2l1.4 1.4 M3.4 12.6l1.4-1.4 M11.2 4.8l1.4-1.4',
  events: 'M3 2h10v12H3z M5.5 5.5h5 M5.5 8h5 M5.5 10.5h3',
  plugin: 'M6 3h4v3h3v4h-3v3H6v-3H3V6h3z',
}

/** Plugins name classes of an icon font that this page does not carry; the ones that mean a scale get one. */
const scale = 'M8 2v12 M5 14h6 M3 4h10 M3 4l-2 5h4z M13 4l-2 5h4z'

/** An icon by our own name or by the class a plugin gave; the class is kept on the element. */
export function icon(name: string): SVGElement {
  const path = paths[name] ?? (name.includes('balance-scale') ? scale : paths.plugin)
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 16 16')
  svg.setAttribute('class', `icon ${name}`)
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('d', path ?? '')
  svg.append(line)
  return svg
}
