import type { HostCollector } from './collector.ts'
import { integer } from './figures.ts'

/**
 * The time of day, for policies that follow it. MOM runs on the host and takes the host's local time; this is the local time
 * of our service, so that hosts of one cluster agree. Milliseconds are as fine as it gets. mom/Collectors/HostTime.py
 */
export const hostTime: HostCollector = {
  name: 'HostTime',
  mandatory: ['time_year', 'time_month', 'time_day', 'time_hour', 'time_minute', 'time_second', 'time_microsecond'],
  optional: [],
  collect(_host, { atMs }) {
    const time = new Date(atMs)
    return {
      time_year: integer(time.getFullYear()),
      time_month: integer(time.getMonth() + 1),
      time_day: integer(time.getDate()),
      time_hour: integer(time.getHours()),
      time_minute: integer(time.getMinutes()),
      time_second: integer(time.getSeconds()),
      time_microsecond: integer(time.getMilliseconds() * 1000),
    }
  },
}
