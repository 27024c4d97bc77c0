import { describe, expect, it } from 'vitest'
import { sourceNotes } from './source-notes.ts'

describe('sourceNotes', () => {
  const cases = [
    {
      why: 'nothing of note',
      text: 'class a:\n    def do_filter(self, hosts, vm, properties):\n        print(hosts)\n',
      says: [],
    },
    { why: 'version 3 of the SDK', text: 'from ovirtsdk.api import API\n', says: [/version 3 of the SDK/] },
    { why: 'version 4 of the SDK', text: 'import ovirtsdk4 as sdk\n', says: [/ovirtsdk4; here a stand-in/] },
    { why: 'the network', text: 'import requests\n', says: [/reaches for the network/] },
    { why: 'programs', text: 'import os\nos.system("ls")\n', says: [/starts programs/] },
    { why: 'files', text: 'text = open("/etc/hosts").read()\n', says: [/opens files/] },
    { why: 'Python 2', text: 'print hosts\n', says: [/Python 2/] },
    { why: 'two values', text: 'print(vm, [host])\n', says: [/one tuple is meant/] },
    { why: 'where it prints to', text: 'print(error, file=sys.stderr)\n', says: [] },
    { why: 'a tuple', text: 'print((vm, [host]))\n', says: [] },
    { why: 'a comment', text: '# import ovirtsdk\n    # print hosts\n', says: [] },
    { why: 'two things', text: 'import ovirtsdk4\nimport socket\n', says: [/ovirtsdk4/, /network/] },
  ]
  it.each(cases)('finds $why', ({ text, says }) => {
    expect(sourceNotes(text)).toEqual(says.map(what => expect.stringMatching(what)))
  })
})
