import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const FOLDER = 'server/docs'

/** Generated pages that are not as they would be made now, pages that the index leaves out, and links that lead nowhere. */
export function docsProblems(root: string, generated: Readonly<Record<string, string>>): string[] {
  const stale = Object.entries(generated)
    .filter(([path, content]) => textOf(join(root, path)) !== content)
    .map(([path]) => `${path} is not what the sources say now; run: npm run docs`)
  const pages = existsSync(join(root, FOLDER)) ? readdirSync(join(root, FOLDER)).map(name => `${FOLDER}/${name}`) : []
  const index = `${FOLDER}/README.md`
  const listed = linksOf(textOf(join(root, index)) ?? '').map(link => targetOf(index, link).path)
  const unlisted = pages
    .filter(page => page !== index && !listed.includes(page))
    .map(page => `${index} does not lead to ${page}`)
  const written = ['README.md', 'server/README.md', ...pages.filter(page => page.endsWith('.md'))]
  return [...stale, ...unlisted, ...written.flatMap(page => linkProblems(root, page))]
}

function linkProblems(root: string, page: string): string[] {
  return linksOf(textOf(join(root, page)) ?? '').flatMap(link => {
    const { path, anchor } = targetOf(page, link)
    const file = join(root, path)
    if (!existsSync(file)) return `${page}: the link ${link} leads nowhere`
    const isMissing = anchor !== undefined && !anchorsOf(textOf(file) ?? '').includes(anchor)
    return isMissing ? `${page}: ${path} has no heading for the link ${link}` : []
  })
}

/** Relative ones; whether other sites are there is not ours to say. */
const linksOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter(link => !/^[a-z]+:/.test(link))

function targetOf(page: string, link: string): { path: string; anchor: string | undefined } {
  const [path = '', anchor] = link.split('#')
  return { path: path === '' ? page : normalize(join(dirname(page), path)), anchor }
}

/** As GitHub names headings. */
const anchorsOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  )

const withoutCode = (text: string): string => text.replaceAll(/^```[\s\S]*?^```/gm, '')

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
