import { describe, expect, it } from 'vitest'
import type { SavedAutomation } from '../../../shared/plan/automation.ts'
import { type AutomationEntries, type AutomationRules, parseAutomationRules, withSaved } from './automation-rules.ts'

const parsed = (entries: Partial<AutomationEntries>) =>
  parseAutomationRules({
    modes: [],
    windows: [],
    objectives: [],
    level: 3,
    budget: { hour: 10, day: 100 },
    ...entries,
  })
const prod = { id: 'c-1', name: 'Production' }
const lab = { id: 'c-2', name: 'Lab' }

describe('parseAutomationRules', () => {
  it('lets people approve, always, and plans nothing where nothing is written', () => {
    const { rules, problems } = parsed({})
    expect(problems).toEqual([])
    expect([rules.modeOf(prod), rules.windowsOf(prod), rules.objectiveOf(prod), rules.named]).toEqual([
      'approve',
      [],
      'none',
      [],
    ])
  })

  it.each([
    { why: 'its name', modes: ['Production=automatic'], prod: 'automatic', lab: 'approve' },
    { why: 'its id', modes: ['c-1=automatic'], prod: 'automatic', lab: 'approve' },
    { why: 'its name before its id', modes: ['c-1=off', 'Production=automatic'], prod: 'automatic', lab: 'approve' },
    { why: 'the star where it is not named', modes: ['*=recommend', 'Lab=off'], prod: 'recommend', lab: 'off' },
    { why: 'spaces around the sign', modes: ['Production = off'], prod: 'off', lab: 'approve' },
  ])('knows a cluster by $why', ({ modes, prod: ofProd, lab: ofLab }) => {
    const { rules, problems } = parsed({ modes })
    expect([rules.modeOf(prod), rules.modeOf(lab), problems]).toEqual([ofProd, ofLab, []])
  })

  it('gathers several windows of a cluster, which take the place of those of all', () => {
    const { rules } = parsed({
      windows: ['*=0 1 * * * for 1h', 'Lab=0 2 * * * for 1h', 'Lab=0 3 * * * for 1h in Europe/Berlin'],
    })
    const texts = (cluster: typeof lab) => rules.windowsOf(cluster).map(({ text }) => text)
    expect([texts(prod), texts(lab)]).toEqual([
      ['0 1 * * * for 1h'],
      ['0 2 * * * for 1h', '0 3 * * * for 1h in Europe/Berlin'],
    ])
  })

  it('names each cluster that is written somewhere once', () => {
    const entries = { modes: ['*=off', 'Lab=off'], windows: ['Lab=0 2 * * * for 1h'], objectives: ['c-1=balance'] }
    expect(parsed(entries).rules.named).toEqual(['Lab', 'c-1'])
  })

  it.each([
    {
      why: 'no sign',
      entries: { modes: ['automatic'] },
      problem: 'automation.modes: "automatic" must be CLUSTER=VALUE',
    },
    { why: 'no value', entries: { modes: ['Lab='] }, problem: 'automation.modes: "Lab=" must be CLUSTER=VALUE' },
    { why: 'no cluster', entries: { objectives: ['=balance'] }, problem: '"=balance" must be CLUSTER=VALUE' },
    {
      why: 'a mode that is none',
      entries: { modes: ['Lab=on'] },
      problem: 'automation.modes: "Lab=on" must be one of off, recommend, approve, automatic',
    },
    {
      why: 'an objective that only people ask for',
      entries: { objectives: ['Lab=evacuate'] },
      problem: 'automation.objectives: "Lab=evacuate" must be one of none, balance, density, repair',
    },
    {
      why: 'a window that never opens',
      entries: { windows: ['Lab=0 0 31 2 * for 1h'] },
      problem: 'automation.windows: "Lab=0 0 31 2 * for 1h" never opens',
    },
    {
      why: 'two modes of one cluster',
      entries: { modes: ['Lab=off', 'Lab=automatic'] },
      problem: 'automation.modes: the cluster Lab is named twice',
    },
    {
      why: 'two objectives for all',
      entries: { objectives: ['*=none', '*=repair'] },
      problem: 'automation.objectives: the cluster * is named twice',
    },
  ])('tells of $why', ({ entries, problem }) =>
    expect(parsed(entries).problems).toEqual([expect.stringContaining(problem)]),
  )

  it('tells all problems at once', () => {
    const entries = { modes: ['Lab=on', 'x'], windows: ['Lab=now'], objectives: ['Lab=fast'] }
    expect(parsed(entries).problems).toHaveLength(4)
  })
})

describe('withSaved', () => {
  const settings = {
    mode: 'off',
    objective: 'density',
    level: 1,
    windows: ['0 2 * * * for 1h'],
    perHour: 0,
    perDay: 7,
  } as const
  const saved = [{ clusterId: 'c-1', by: { id: 'u1', name: 'eva' }, atMs: 1, settings }]
  const { rules } = parsed({ modes: ['*=automatic'], windows: ['*=0 1 * * * for 1h'], objectives: ['*=balance'] })
  const all = (of: AutomationRules, cluster: typeof prod) => [
    of.modeOf(cluster),
    of.objectiveOf(cluster),
    of.levelOf(cluster),
    of.windowsOf(cluster).map(({ text }) => text),
    of.budgetOf(cluster),
  ]

  it('puts what people have set in place of all that is configured, in that cluster alone', () => {
    const now = withSaved(rules, () => saved)
    expect(all(now, prod)).toEqual(['off', 'density', 1, ['0 2 * * * for 1h'], { hour: 0, day: 7 }])
    expect(all(now, lab)).toEqual(all(rules, lab))
  })

  it('asks anew each time', () => {
    let set: readonly SavedAutomation[] = []
    const now = withSaved(rules, () => set)
    expect(now.modeOf(prod)).toBe('automatic')
    set = saved
    expect(now.modeOf(prod)).toBe('off')
  })
})
