/** Hours of a week, day * 24 + hour, Monday 0 o'clock first. */
export type WeekHours = ReadonlySet<number>

/** Windows as a person reads them: hours of the week in one time zone, and what does not fit into that. */
export type WeekWindows = Readonly<{ hours: WeekHours; zone: string; others: readonly string[] }>

const DAY_HOURS = 24
const WEEK_HOURS = 7 * DAY_HOURS
/** cron counts from Sunday, people here from Monday. */
const cronDay = (day: number): number => (day + 1) % 7
const FORM = /^0 (?<hour>\d{1,2}) \* \* (?<days>[0-7](?:[,-][0-7])*|\*) for (?<count>\d{1,3})h(?: in (?<zone>\S+))?$/

/** Windows of the service → hours. Those of another form, or of another zone than the first, stay as they are written. */
export function weekOf(windows: readonly string[], ownZone: string): WeekWindows {
  const hours = new Set<number>()
  const others: string[] = []
  let zone: string | undefined
  for (const text of windows) {
    const parts = FORM.exec(text.trim())?.groups
    const of = parts?.zone ?? 'UTC'
    const days = daysOf(parts?.days ?? '')
    const [hour, count] = [Number(parts?.hour), Number(parts?.count)]
    const isPlain = parts !== undefined && hour < DAY_HOURS && count >= 1 && count <= WEEK_HOURS && days.length > 0
    if (!isPlain || (zone !== undefined && of !== zone)) {
      others.push(text)
      continue
    }
    zone = of
    for (const day of days) {
      for (let past = 0; past < count; past++) hours.add((day * DAY_HOURS + hour + past) % WEEK_HOURS)
    }
  }
  return { hours, zone: zone ?? ownZone, others }
}

/** Hours → windows of the service, days with the same hours in one. What passes midnight is two. */
export function windowsOf({ hours, zone, others }: WeekWindows): readonly string[] {
  const daysByRun = new Map<string, number[]>()
  for (let day = 0; day < 7; day++) {
    for (const [hour, count] of runsOf(hours, day)) {
      const run = `${hour} ${count}`
      daysByRun.set(run, [...(daysByRun.get(run) ?? []), day])
    }
  }
  const mine = [...daysByRun].map(([run, days]) => {
    const [hour, count] = run.split(' ')
    const on = days.length === 7 ? '*' : days.map(cronDay).join(',')
    return `0 ${hour} * * ${on} for ${count}h in ${zone}`
  })
  return [...mine, ...others]
}

/** Hours of a day that follow one another, as first hour and count. */
function runsOf(hours: WeekHours, day: number): readonly (readonly [hour: number, count: number])[] {
  const runs: [number, number][] = []
  for (let hour = 0; hour < DAY_HOURS; hour++) {
    if (!hours.has(day * DAY_HOURS + hour)) continue
    const last = runs.at(-1)
    if (last !== undefined && last[0] + last[1] === hour) last[1] += 1
    else runs.push([hour, 1])
  }
  return runs
}

/** A cron list of weekdays → days from Monday, 0..6; empty: it is none. */
function daysOf(text: string): readonly number[] {
  if (text === '*') return [0, 1, 2, 3, 4, 5, 6]
  const days = text.split(',').flatMap(part => {
    const [first, last = first] = part.split('-').map(Number)
    if (first === undefined || last === undefined || Number.isNaN(first + last) || last < first) return []
    return Array.from({ length: last - first + 1 }, (_, at) => (first + at + 6) % 7)
  })
  return [...new Set(days)]
}
