import { Command } from 'commander'
import { grafanaDashboard } from '../telemetry/dashboard/grafana-dashboard.ts'
import type { Finish } from './outcome.ts'

export function dashboardCommand(_finish: Finish): Command {
  return new Command('dashboard')
    .description('Print a dashboard for Grafana over the metrics of the service, as JSON to be imported there.')
    .addHelpText('after', '\nPrometheus reads the metrics at /metrics of rest.address and rest.port.')
    .action(() => console.log(JSON.stringify(grafanaDashboard(), undefined, 2)))
}
