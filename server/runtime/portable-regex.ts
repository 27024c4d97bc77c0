/**
 * What is wrong with a property's regular expression, or undefined. The engine checks values with Java, its dialogs with
 * JavaScript, so only what means the same in both is let through: literals, `.`, `|`, groups, lookahead, plain character
 * classes, `\d \w`, escaped punctuation, greedy and lazy quantifiers. It must be anchored, because the dialogs search
 * anywhere in the value, and free of `;`, which separates properties.
 */
export function portableRegexProblem(regex: string): string | undefined {
  if (regex.includes(';')) return 'holds a ";", which the engine takes for the end of the property'
  if (!regex.startsWith('^') || !regex.endsWith('$') || regex.endsWith('\\$')) return 'is not anchored with ^ and $'
  try {
    new RegExp(regex)
  } catch (error) {
    return `is no regular expression: ${error instanceof Error ? error.message : error}`
  }
  return scan(regex.slice(1, -1))
}

const openers = /^\((?:\?[:=!])?/
const portableEscape = /^\\(?:[dwDWtnrf]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[ -/:-@[-`{-~])/
const quantifier = /^(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??/
/** An unescaped `[` or `&&` inside a class is a set operation in Java and plain text in JavaScript. */
const characterClass = /^\[\^?(?:[^\\[\]&]|&(?!&)|\\(?:[dwDWtnrf]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[ -/:-@[-`{-~]))+\]/

function scan(body: string): string | undefined {
  let depth = 0
  let quantifiable = false
  for (let rest = body; rest !== ''; ) {
    const [char = ''] = rest
    let taken = char
    if (char === '(') {
      taken = openers.exec(rest)?.[0] ?? char
      if (rest.startsWith('(?') && taken === '(') return different(rest.slice(0, 4))
      depth++
      quantifiable = false
    } else if (char === ')') {
      depth--
      quantifiable = true
    } else if (char === '|') {
      if (depth === 0) return 'has alternatives outside a group, which the anchors do not cover'
      quantifiable = false
    } else if (char === '[') {
      taken = characterClass.exec(rest)?.[0] ?? ''
      if (taken === '') return different(rest.slice(0, 8))
      quantifiable = true
    } else if (char === '\\') {
      taken = portableEscape.exec(rest)?.[0] ?? ''
      if (taken === '') return different(rest.slice(0, 2))
      quantifiable = true
    } else if ('*+?{'.includes(char)) {
      taken = quantifier.exec(rest)?.[0] ?? ''
      if (taken === '' || !quantifiable) return different(rest.slice(0, 4))
      quantifiable = false
    } else if (char === ']' || char === '}' || char === '^' || char === '$') {
      return different(char)
    } else {
      quantifiable = true
    }
    rest = rest.slice(taken.length)
  }
  return undefined
}

const different = (found: string): string => `"${found}" does not mean the same in Java and in JavaScript`
