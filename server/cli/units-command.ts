import { Command } from 'commander'
import { parameterRegex } from '../../shared/policy/parameter.ts'
import { propertiesRegex } from '../../shared/policy/properties.ts'
import type { PolicyUnit } from '../../shared/policy/unit.ts'
import { builtInUnits } from '../units/built-in-units.ts'
import type { Finish } from './outcome.ts'

export function unitsCommand(_finish: Finish): Command {
  return new Command('units')
    .description('List the policy units, what each does, and the properties a cluster policy can set.')
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) => {
      console.log(json ? JSON.stringify(builtInUnits.map(asJson), undefined, 2) : builtInUnits.map(asText).join('\n\n'))
    })
}

const functionsOf = ({ filter, score, balance }: PolicyUnit) =>
  Object.entries({ filter, score, balance }).flatMap(([name, offered]) => (offered ? [name] : []))

const asJson = (unit: PolicyUnit) => ({
  id: unit.id,
  description: unit.description,
  source: 'built-in',
  functions: functionsOf(unit),
  parameters: unit.parameters,
  regex: propertiesRegex(unit.parameters),
})

function asText(unit: PolicyUnit): string {
  const properties = Object.entries(unit.parameters).map(([name, parameter]) => {
    const count = parameter.unit ? ` ${parameter.unit}` : ''
    return `    ${name} (default ${parameter.default}${count}, ${parameterRegex(parameter)})\n      ${parameter.help}`
  })
  return [`${unit.id} (built-in; ${functionsOf(unit).join(', ')})`, `  ${unit.description}`, ...properties].join('\n')
}
