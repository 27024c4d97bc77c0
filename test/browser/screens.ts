import type { FrameLocator, Page } from 'playwright-core'
import type { PageName } from '../../ui-plugin/portal/page-address.ts'
import { fakePins, fakeTuning } from '../fakes/host-pins.ts'
import { fakeHosts } from '../fakes/watched-hosts.ts'
import { openView, place } from './demo-portal.ts'
import { stubHosts, stubTuning } from './stub-hosts.ts'

/** One screen of ours: how to get there, and what tells that it is there. */
export type Screen = Readonly<{
  name: string
  frame: PageName
  open(at: ScreenContext): Promise<void>
}>

export type ScreenContext = Readonly<{ page: Page; frame: FrameLocator; origin: string; hosts: number }>

/** A part of the page Scheduler, there once its heading is. */
const part = (name: string, heading: string | RegExp): Screen => ({
  name: name.toLowerCase().replace(' ', '-'),
  frame: 'scheduler',
  async open({ page, frame }) {
    await page.getByRole('link', { name: 'Scheduler', exact: true }).click()
    await openView(frame, name)
    await frame.getByRole('heading', { name: heading }).first().waitFor()
  },
})

/** Our tab of an entity; the lists would hold 10,000 of them, so its general tab is opened by address. */
const tab = (name: string, frame: PageName, collection: string): Screen => ({
  name,
  frame,
  async open({ page, frame, origin }) {
    const entity = await firstOf(origin, collection)
    await page.goto(`${origin}/ovirt-engine/webadmin/#${collection}-general;name=${encodeURIComponent(entity)}`)
    await page.getByRole('heading', { name: entity }).waitFor()
    await page.getByRole('link', { name: 'Scheduling', exact: true }).click()
    await frame.getByRole('heading', { level: 1, name: new RegExp(entity) }).waitFor()
  },
})

/** A screen that is reached from another one by something a reader does there. */
const within = (name: string, from: Screen, go: (frame: FrameLocator) => Promise<void>): Screen => ({
  name,
  frame: from.frame,
  async open(at) {
    await from.open(at)
    await go(at.frame)
  },
})

const recommendations = part('Recommendations', 'Recommendations')
const units = part('Policy units', 'Policy units')
const history = part('History', 'What was done')
const cluster = tab('cluster', 'cluster-scheduling', 'clusters')

/** Every screen that any cluster has, in the order in which a reader leafs through them. */
export const screens: readonly Screen[] = [
  part('Overview', 'Self-check'),
  recommendations,
  part('Automation', /^Automation of/),
  history,
  units,
  within('unit', units, async frame => {
    const details = frame.getByRole('button', { name: /^Details of/ }).first()
    if ((await details.getAttribute('aria-expanded')) !== 'true') await details.click()
    await frame.getByRole('heading', { name: 'Recent verdicts' }).scrollIntoViewIfNeeded()
  }),
  part('Hosts', 'What the hosts say of themselves'),
  cluster,
  within('policy-weights', cluster, frame =>
    frame.getByRole('grid', { name: 'Weights of the policy' }).scrollIntoViewIfNeeded(),
  ),
]

/** The part Hosts as it is once hosts are connected: told of made-up ones, of which the largest installation has the largest. */
const connectedHosts: Screen = {
  name: 'hosts-connected',
  frame: 'scheduler',
  async open({ page, frame, hosts }) {
    await stubHosts(page, () => fakeHosts(hosts, { cpus: hosts > 40 ? 256 : hosts > 3 ? 64 : 8 }))
    const nowMs = Date.now()
    const pins = fakePins({ cores: hosts > 40 ? 256 : hosts > 3 ? 64 : 4, columns: hosts > 3 ? 120 : 9, nowMs })
    await stubTuning(page, { tuning: () => fakeTuning(nowMs), pins: () => pins })
    await page.getByRole('link', { name: 'Scheduler', exact: true }).click()
    await openView(frame, 'Overview')
    await frame.getByRole('heading', { name: 'Self-check' }).waitFor()
    await openView(frame, 'Hosts')
    await frame.getByRole('grid', { name: 'What the hosts say of themselves' }).waitFor()
  },
}

const hostDetails = within('host-details', connectedHosts, async frame => {
  await frame.getByRole('textbox', { name: 'Name of a host' }).fill('host3')
  await frame.getByRole('button', { name: 'Details of host3', exact: true }).click()
  await frame.getByRole('listbox', { name: /^CPUs of/ }).waitFor()
})

/** Those about what only a cluster with hosts has. */
export const screensWithHosts: readonly Screen[] = [
  tab('host', 'host-why', 'hosts'),
  tab('vm', 'vm-why', 'vms'),
  within('recommendation', recommendations, async frame => {
    await frame
      .getByRole('button', { name: /^Why move/ })
      .first()
      .click()
    await frame.getByRole('heading', { name: /^Move \S+ from/, level: 2 }).waitFor()
  }),
  connectedHosts,
]

/** Those of the panel of one host. */
export const screensOfHost: readonly Screen[] = [
  hostDetails,
  within('host-balance', hostDetails, frame =>
    frame.getByRole('heading', { name: 'Tuning of this host' }).evaluate(node => node.scrollIntoView()),
  ),
  within('host-pins', hostDetails, async frame => {
    await frame.getByRole('group', { name: /^Load of the cores/ }).waitFor()
    await frame.getByRole('heading', { name: 'CPUs and pins' }).evaluate(node => node.scrollIntoView())
  }),
  within('host-vms', hostDetails, async frame => {
    await frame.getByRole('option', { name: /^CPU 2:/ }).click()
    await frame
      .getByRole('button', { name: /^Details of app-/ })
      .first()
      .click()
    await frame.getByRole('heading', { name: 'VMs', level: 3 }).scrollIntoViewIfNeeded()
  }),
]

/** A plan, the dialog before it is applied, the run that it becomes, and what the history then holds; each begins where the last ended. */
export const screensOfPlan: readonly Screen[] = [
  within('plan', recommendations, async frame => {
    await frame.getByRole('button', { name: /^Plan moves in/ }).click()
    await frame.getByRole('dialog').getByRole('radio', { name: 'Even out' }).waitFor()
    await frame.getByRole('dialog').getByRole('button', { name: 'Plan', exact: true }).click()
    await frame.getByRole('slider', { name: 'Point in the plan' }).waitFor()
  }),
  {
    name: 'plan-before-it-is-applied',
    frame: 'scheduler',
    async open({ frame }) {
      await frame.getByRole('complementary').getByRole('button', { name: 'Apply', exact: true }).click()
      await frame.getByRole('dialog').getByRole('slider').waitFor()
    },
  },
  {
    name: 'run',
    frame: 'scheduler',
    async open({ frame }) {
      await frame.getByRole('button', { name: /^Start \d+ moves?$/ }).click()
      await frame.getByRole('button', { name: /^Steps of \d+ moves in/ }).click()
    },
  },
  { ...history, name: 'history-of-a-run' },
]

async function firstOf(origin: string, collection: string): Promise<string> {
  const reply = await fetch(`${origin}/ovirt-engine/api/${collection}?max=1`, {
    headers: { Accept: 'application/json', Authorization: `Basic ${btoa('admin@internal:admin')}` },
  })
  const body = (await reply.json()) as Record<string, readonly { name: string }[]>
  const name = body[collection.slice(0, -1)]?.[0]?.name
  if (name === undefined) throw new Error(`The simulated engine has none of the ${collection}.`)
  return name
}

export const frameOf = (page: Page, { frame }: Screen): FrameLocator => place(page, frame)
