const patterns: readonly Readonly<{ shows: RegExp; note: string }>[] = [
  {
    shows: /^\s*(?:from\s+ovirtsdk\b|import\s+ovirtsdk\b)/m,
    note: 'uses ovirtsdk, version 3 of the SDK, whose API engines since 4.0 do not have; here a stand-in answers from the last snapshot, read only',
  },
  {
    shows: /^\s*(?:from\s+ovirtsdk4\b|import\s+ovirtsdk4\b)/m,
    note: 'uses ovirtsdk4; here a stand-in answers from the last snapshot, read only: it needs no password and asks the engine nothing',
  },
  {
    shows:
      /^\s*(?:from\s+(?:socket|urllib\d?|requests|http|httplib|smtplib|xmlrpc)\b|import\s+(?:socket|urllib\d?|requests|http|httplib|smtplib|xmlrpc)\b)/m,
    note: 'reaches for the network, which plugins do not have here; units.grants: NAME:network gives it back',
  },
  {
    shows: /^\s*(?:from\s+subprocess\b|import\s+subprocess\b)|\bos\.(?:system|popen)\s*\(/m,
    note: 'starts programs; it may start what is in the sandbox, which has /usr and nothing else of this machine',
  },
  {
    shows: /\bopen\s*\(/,
    note: 'opens files; it sees its own directory and /usr, and writes nothing; units.grants: NAME:read=/PATH shows it more',
  },
  {
    shows: /^\s*print\s+[^(\s=]/m,
    note: 'is written for Python 2 (print without brackets), which this service does not run',
  },
  {
    shows: /\bprint\s*\(\s*[\w.]+\s*,\s*(?!(?:file|end|sep|flush)\s*=)[\w[]/,
    note: 'prints two values where one tuple is meant; a balancer that does so is understood here, the old daemon took it for no answer',
  },
]

/** What the text of a plugin shows of how it will fare, as sentences that go on from its name. Reading only: nothing is run. */
export function sourceNotes(text: string): string[] {
  const code = text.replace(/^\s*#.*$/gm, '')
  return patterns.filter(({ shows }) => shows.test(code)).map(({ note }) => note)
}
