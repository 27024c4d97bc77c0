const text = 'var(--pf-t--global--text--color--regular)'
const subtle = 'var(--pf-t--global--text--color--subtle)'
const line = 'var(--pf-t--global--border--color--default)'
const brand = 'var(--pf-t--global--color--brand--default)'
const FONT_PX = 13

const label = { fill: text, fontSize: FONT_PX, fontFamily: 'var(--pf-t--global--font--family--body)' }

const hollow = { fill: 'var(--pf-t--global--background--color--primary--default)', stroke: brand, strokeWidth: 2 }

/** Tokens in place of the charts' own colours, of which the light ones stay in the dark. Shapes tell the points apart too. */
export const chartLooks = {
  scale: { axis: { stroke: line }, grid: { stroke: line }, tickLabels: { ...label, fill: subtle } },
  names: { axis: { stroke: 'none' }, ticks: { stroke: 'none' }, tickLabels: label },
  was: { data: { stroke: subtle, strokeWidth: 1, strokeDasharray: '3 3' } },
  joined: { data: { stroke: brand, strokeWidth: 3 } },
  before: { data: { fill: subtle } },
  promised: { data: { fill: 'none', stroke: text, strokeWidth: 2 } },
  after2: { data: hollow },
  after15: { data: hollow },
  free: { data: { stroke: brand, strokeWidth: 2 } },
  balloons: { data: { stroke: text, strokeWidth: 2, strokeDasharray: '6 3' } },
  shared: { data: { stroke: subtle, strokeWidth: 2, strokeDasharray: '2 3' } },
  after60: { data: { fill: brand } },
} as const
