/**
 * The policies that MOM and vdsm ship, read from their sources (MOM_DIR, or `npm test -- --peer-mom DIR`; VDSM_DIR, or `--vdsm DIR`),
 * through MOM's own evaluator and ours, over generated hosts of ten guests each; and our default policies beside vdsm's.
 * MOM_HOSTS: how many hosts.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseMomConf } from '../../server/config/mom-conf.ts'
import { compileProgram, type Evaluation, evaluate, type Program } from '../../server/language/evaluate.ts'
import { LanguageError } from '../../server/language/language-error.ts'
import type { Compatibility } from '../../server/language/scan.ts'
import { joinFiles, type PolicyFile } from '../../server/language/source.ts'
import type { Value } from '../../server/language/value.ts'
import { readPolicySet } from '../../server/tuning/policies/default-policies.ts'
import { parametersPolicyName, writeParameters } from '../../server/tuning/policies/parameters.ts'
import { readPolicies } from '../../server/tuning/policies/policy-directory.ts'
import { askMom, type MomAnswer, plain, whyNoMom } from '../fakes/mom/ask-mom.ts'
import { generateHosts, type HostCase } from '../fakes/mom/generate-samples.ts'
import type { SetLimits } from '../fakes/tuning-facts.ts'

const momDir = process.env.MOM_DIR
const vdsmDir = process.env.VDSM_DIR
const whyNot = whyNoMom(momDir)
const whyNotVdsm = whyNot ?? (vdsmDir === undefined ? 'VDSM_DIR names no source of vdsm' : undefined)
const COUNT = Number(process.env.MOM_HOSTS ?? 500)
const SEED = 27

const sample = (name: string): PolicyFile => ({ name, text: readFileSync(join(momDir ?? '', 'doc', name), 'utf8') })
const policyDirectory = join(vdsmDir ?? '', 'static/etc/vdsm/mom.d')

describe.skipIf(whyNot !== undefined)(`policies that MOM ships (${whyNot ?? momDir})`, () => {
  const programs = [
    ['balloon.rules'],
    ['ksm.rules'],
    ['balloon.rules', 'balloon-qos.rules'],
    ['guest-specific.rules', 'balloon.rules'],
  ]

  it.each(programs.map(names => ({ names })))(
    '$names set what they set in MOM',
    ({ names }) => {
      const files = names.map(sample)
      for (const mode of ['safe', 'strict'] as const) compileProgram(files, { compatibility: mode })
      const { complaints, succeeded, failed } = compareAll(files, generateHosts(COUNT, SEED))
      expect(complaints.slice(0, 5)).toEqual([])
      expect(succeeded).toBeGreaterThan(COUNT / 2)
      // Without a guard, a guest that tells nothing fails them; ksm.rules asks no guest.
      expect(failed > 0).toBe(!names.includes('ksm.rules'))
    },
    600_000,
  )

  it.each(['balloon.rules', 'ksm.rules'])('%s is read as a single file', async name => {
    const loaded = await readPolicies({ kind: 'file', path: join(momDir ?? '', 'doc', name) })
    expect([loaded.problems, loaded.findings]).toEqual([[], []])
  })

  it.each(['mom-balloon.conf', 'mom-balloon+ksm.conf'])('%s has no problem', name => {
    expect(parseMomConf({ name, content: sample(name).text }).problems).toEqual([])
  })
})

describe.skipIf(whyNotVdsm !== undefined)(`policies that vdsm ships (${whyNotVdsm ?? vdsmDir})`, () => {
  const parameters: readonly Readonly<Record<string, unknown>>[] = [
    {},
    { balloonEnabled: true, ksmEnabled: true, ksmMergeAcrossNodes: true },
    { balloonEnabled: true, ksmEnabled: false, ksmMergeAcrossNodes: false },
    { balloonEnabled: true, ksmMergeAcrossNodes: false, cpuTuneEnabled: false, ioTuneEnabled: false },
  ]
  const shipped = async (given: Readonly<Record<string, unknown>>) =>
    withParameters((await readPolicies({ kind: 'directory', path: policyDirectory })).policies.files, given)

  it.each(['safe', 'strict'] as const)('are read without a problem in %s', async compatibility => {
    const loaded = await readPolicies({ kind: 'directory', path: policyDirectory }, { compatibility })
    expect([loaded.problems, loaded.findings]).toEqual([[], []])
    expect(loaded.policies.files.length).toBe(6)
  })

  it('come with a mom.conf that has no problem', () => {
    const template = readFileSync(join(vdsmDir ?? '', 'static/etc/vdsm/mom.conf.in'), 'utf8')
    const { conf, problems } = parseMomConf({ name: 'mom.conf', content: template.replaceAll(/@[A-Z]+@/g, '/some') })
    expect(problems).toMatchObject([{ level: 'note', section: 'vdsm' }])
    expect(conf.policies).toEqual({ kind: 'directory', path: '/some/mom.d' })
  })

  it.each(parameters)(
    'set what they set in MOM: %o',
    async given => {
      // MOM takes long over these, so each has its part of the hosts.
      const part = parameters.indexOf(given)
      const hosts = generateHosts(COUNT, SEED).filter((_host, at) => at % parameters.length === part)
      const { complaints, succeeded, failed } = compareAll(await shipped(given), hosts)
      expect(complaints.slice(0, 5)).toEqual([])
      expect([succeeded > hosts.length / 2, failed > 0]).toEqual([true, true])
    },
    600_000,
  )

  it.each(parameters)(
    'move the same knobs as our default policies: %o',
    async given => {
      const theirs = compileProgram(await shipped(given), { compatibility: 'strict' })
      const ours = compileProgram(withParameters(readPolicySet('default'), given))
      const seen = new Map<string, number>()
      const complaints = generateHosts(COUNT, SEED).flatMap((host, at) => {
        const found = compareKnobs(host, theirs, ours)
        for (const difference of found.differences) seen.set(difference, (seen.get(difference) ?? 0) + 1)
        return found.complaints.map(complaint => ({ at, ...complaint }))
      })
      expect(complaints.slice(0, 5)).toEqual([])
      const wanted = Object.keys(knownDifferences).filter(name => name !== 'period' || given.cpuTuneEnabled !== false)
      expect(new Set(seen.keys())).toEqual(new Set(wanted))
    },
    600_000,
  )
})

/** Where our default policies mean to move other knobs than vdsm's. Nothing else may differ. */
const knownDifferences = {
  guard: 'a guest that tells nothing of its balloon fails vdsm’s evaluation; ours leaves that guest’s memory alone',
  period: 'vdsm’s period becomes longer than the second that libvirt takes; ours ends there, with a quota it takes',
} as const

function withParameters(files: readonly PolicyFile[], given: Readonly<Record<string, unknown>>): PolicyFile[] {
  const written = writeParameters(given)
  if (!written.ok) throw new Error(written.problems[0]?.message)
  return files.map(file => (file.name === parametersPolicyName ? { ...file, text: written.text } : file))
}

type Played = Readonly<{ evaluation: Evaluation; disks: readonly SetLimits[] } | { error: LanguageError }>

function play(program: Program, host: HostCase): Played {
  const { facts, disks } = host.facts()
  try {
    return { evaluation: evaluate(program, facts), disks }
  } catch (error) {
    if (error instanceof LanguageError) return { error }
    throw error
  }
}

const plainControls = (controls: Readonly<Record<string, Value>>) =>
  Object.fromEntries(
    Object.entries(controls)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, plain(value)]),
  )

/** In `strict` everything that MOM says; in `safe` the same controls wherever MOM has any. */
function compareAll(files: readonly PolicyFile[], hosts: readonly HostCase[]) {
  const { text } = joinFiles(files)
  const theirs = askMom(
    momDir ?? '',
    hosts.map(({ json }) => ({ text, facts: json })),
  )
  const programOf = (compatibility: Compatibility) => compileProgram(files, { compatibility })
  const programs = [programOf('strict'), programOf('safe')] as const
  const succeeded = theirs.filter(answer => 'values' in answer).length
  const complaints = hosts.flatMap((host, at): unknown[] => {
    const answer: MomAnswer = theirs[at] ?? { error: 'no answer' }
    return programs.flatMap((program): unknown[] => {
      const ours = play(program, host)
      if (!('values' in answer)) {
        if (program.compatibility === 'safe' || 'error' in ours) return []
        return [{ at, mode: program.compatibility, theirs: answer, ours: 'no error' }]
      }
      if ('error' in ours) return [{ at, mode: program.compatibility, theirs: 'values', ours: ours.error.message }]
      const said = saidBy(ours)
      const wanted = {
        host: sorted(answer.host),
        guests: answer.guests.map(sorted),
        disks: (answer.disks ?? answer.guests.map(() => ({}))).map(withoutEmpty),
      }
      return JSON.stringify(said) === JSON.stringify(wanted)
        ? []
        : [{ at, mode: program.compatibility, theirs: wanted, ours: said }]
    })
  })
  return { complaints, succeeded, failed: theirs.length - succeeded }
}

const saidBy = ({ evaluation, disks }: Extract<Played, { evaluation: Evaluation }>) => ({
  host: plainControls(evaluation.host.controls),
  guests: evaluation.guests.map(({ controls }) => plainControls(controls)),
  disks: disks.map(set =>
    sorted(Object.fromEntries(Object.entries(set).map(([name, limits]) => [name, plainControls(limits)]))),
  ),
})

/** A disk that nothing was set of is nothing to us. */
const withoutEmpty = (disks: Readonly<Record<string, Readonly<Record<string, unknown>>>>) =>
  sorted(
    Object.fromEntries(
      Object.entries(disks).flatMap(([name, set]) => (Object.keys(set).length > 0 ? [[name, sorted(set)]] : [])),
    ),
  )

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}

type Complaint = Readonly<{ what: string; theirs: unknown; ours: unknown }>

function compareKnobs(host: HostCase, theirs: Program, ours: Program) {
  const differences = new Set<keyof typeof knownDifferences>()
  const complaints: Complaint[] = []
  const [vdsm, own] = [play(theirs, host), play(ours, host)]
  if ('error' in own) return { differences, complaints: [{ what: 'ours fails', theirs: '', ours: own.error.message }] }
  const skipped = own.evaluation.skipped.map(({ because }) => because.message)
  if ('error' in vdsm) {
    // A disk for which one of the six limits is not told fails both; ours for that guest alone.
    const isDisk = /undefined symbol \w+\.\w+_sec/.test(vdsm.error.message)
    if (!isDisk && host.hasNil) differences.add('guard')
    const unexpected =
      isDisk || host.hasNil ? skipped.filter(message => !message.includes('_sec')) : [vdsm.error.message]
    return { differences, complaints: unexpected.map(message => ({ what: 'a failure', theirs: '', ours: message })) }
  }
  const same = (what: string, left: unknown, right: unknown) => {
    if (JSON.stringify(left) !== JSON.stringify(right)) complaints.push({ what, theirs: left, ours: right })
  }
  same('skipped', [], skipped)
  const hostOf = ({ host: { controls } }: Evaluation) =>
    Object.entries(controls)
      .map(([name, value]) => [name, whole(value)])
      .toSorted()
  same('host', hostOf(vdsm.evaluation), hostOf(own.evaluation))
  same('disks', saidBy(vdsm).disks, saidBy(own).disks)
  host.guests.forEach(({ name, samples }, at) => {
    const last = samples.at(-1) ?? {}
    const knobs = ({ guests }: Evaluation) => {
      const controls = guests[at]?.controls ?? {}
      const cpu = (control: 'vcpu_quota' | 'vcpu_period') => whole(controls[control] ?? last[control])
      return { balloon: whole(controls.balloon_target), quota: cpu('vcpu_quota'), period: cpu('vcpu_period') }
    }
    const [left, right] = [knobs(vdsm.evaluation), knobs(own.evaluation)]
    if ((left.period ?? 0) > 1_000_000) {
      differences.add('period')
      same(`${name}: balloon`, left.balloon, right.balloon)
      const { vcpu_quota, vcpu_period } = vdsm.evaluation.guests[at]?.controls ?? {}
      const share = Number(vcpu_quota) / Number(vcpu_period)
      same(`${name}: cpu`, [Math.max(1000, Math.trunc(1_000_000 * share)), 1_000_000], [right.quota, right.period])
    } else same(name, left, right)
  })
  return { differences, complaints }
}

const whole = (value: Value | undefined): number | undefined =>
  typeof value === 'bigint' || typeof value === 'number' ? Math.trunc(Number(value)) : undefined
