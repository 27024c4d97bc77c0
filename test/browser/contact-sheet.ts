/** A picture of a screen, and what it is of. */
export type Picture = Readonly<{
  file: string
  screen: string
  hosts: number
  scheme: string
  width: number
}>

/** A page to leaf through pictures: a heading for each screen, below it a row for each number of hosts. */
export function contactSheet(pictures: readonly Picture[]): string {
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

const figure = ({ file, scheme, width }: Picture): string =>
  `<figure><a href="${file}"><img src="${file}" alt="${file}" loading="lazy"></a><figcaption>${scheme}, ${width} px</figcaption></figure>`
