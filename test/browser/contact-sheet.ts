/** What a picture of a screen is of. */
export type Picture = Readonly<{
  screen: string
  hosts: number
  scheme: string
  width: number
}>

export const pictureFile = ({ hosts, screen, scheme, width }: Picture): string =>
  `${hosts}-${screen}-${scheme}-${width}.png`

function pictureIn(file: string): Picture[] {
  const { hosts, screen, scheme, width } = file.match(FILE)?.groups ?? {}
  if (hosts === undefined || screen === undefined || scheme === undefined) return []
  return [{ hosts: Number(hosts), screen, scheme, width: Number(width) }]
}
const FILE = /^(?<hosts>\d+)-(?<screen>.+)-(?<scheme>light|dark)-(?<width>\d+)\.png$/

/** A page to leaf through pictures: a heading for each screen, below it a row for each number of hosts. */
export function contactSheet(files: readonly string[]): string {
  const pictures = files.flatMap(pictureIn).toSorted((a, b) => a.hosts - b.hosts || b.width - a.width)
  const screens = Map.groupBy(pictures, ({ screen }) => screen)
  const sections = [...screens].map(([screen, ofScreen]) => {
    const rows = [...Map.groupBy(ofScreen, ({ hosts }) => hosts)].map(
      ([hosts, row]) => `<h3>${hosts} hosts</h3>\n<div>${row.map(figure).join('\n')}</div>`,
    )
    return `<section><h2>${screen}</h2>\n${rows.join('\n')}</section>`
  })
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Screens of ovirt-scheduler</title>
<style>body{font-family:sans-serif;margin:2rem} div{display:flex;gap:1rem;overflow:auto} img{height:22rem;border:1px solid #888}</style>
<h1>Screens of ovirt-scheduler</h1>
${sections.join('\n')}
</html>
`
}

function figure(picture: Picture): string {
  const file = pictureFile(picture)
  return `<figure><a href="${file}"><img src="${file}" alt="${file}" loading="lazy"></a><figcaption>${picture.scheme}, ${picture.width} px</figcaption></figure>`
}
