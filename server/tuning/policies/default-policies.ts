import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { PolicyFile } from '../../language/source.ts'

/** Policies that come with the service. `default`: what vdsm's do. `classes`: memory and CPU by the class of a VM. */
export const policySetNames = ['default', 'classes'] as const
export type PolicySetName = (typeof policySetNames)[number]

/** The classes decide about memory themselves, so 02-balloon is not among them; of CPU they only lift limits that 04-cputune sets. */
const filesOf: Readonly<Record<PolicySetName, readonly string[]>> = {
  default: [
    'default/00-defines.policy',
    'default/01-parameters.policy',
    'default/02-balloon.policy',
    'default/03-ksm.policy',
    'default/04-cputune.policy',
    'default/05-iotune.policy',
  ],
  classes: [
    'default/00-defines.policy',
    'default/01-parameters.policy',
    'default/03-ksm.policy',
    'default/04-cputune.policy',
    'default/05-iotune.policy',
    'classes/20-classes.policy',
    'classes/30-vapor.policy',
    'classes/40-migrate.policy',
  ],
}

/** The policies of a set, in their order, by the names that they have in a directory: `02-balloon` and the like. */
export const readPolicySet = (name: PolicySetName): PolicyFile[] =>
  filesOf[name].map(path => ({
    name: basename(path, '.policy'),
    text: readFileSync(new URL(path, import.meta.url), 'utf8'),
  }))
