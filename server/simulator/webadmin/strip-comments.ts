/** Blanks line and block comments outside strings, keeping line breaks so that parse errors name the right line. */
export function stripComments(json: string): string {
  const stringOrComment = /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
  return json.replace(stringOrComment, found => (found.startsWith('"') ? found : found.replace(/[^\n]/g, ' ')))
}
