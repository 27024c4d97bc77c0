// @vitest-environment node
import { expect, it } from 'vitest'
import { hostFixes } from '../../server/hosts/host-fixes.ts'
import { builtInUnits } from '../../server/units/built-in-units.ts'
import { apiErrors } from '../../shared/api/errors.ts'
import { hostStatuses } from '../../shared/model/host.ts'
import { germanPhrases } from './german-phrases.ts'

const unknown = (texts: readonly string[]) => texts.filter(text => !Object.hasOwn(germanPhrases, text))

it('what is to be done about a failed call is known in German', () =>
  expect(unknown(Object.values(apiErrors).map(({ fix }) => fix))).toEqual([]))

it('what is to be done about a host that does not answer is known in German', () =>
  expect(unknown(hostFixes)).toEqual([]))

it('the states of hosts are known in German', () =>
  expect(unknown(hostStatuses.map(status => status.replaceAll('_', ' ')))).toEqual([]))

it('what our own units do and what can be set of them is known in German', () =>
  expect(
    unknown(
      builtInUnits.flatMap(({ description, parameters }) => [
        description,
        ...Object.values(parameters).flatMap(({ label, help }) => [label, help]),
      ]),
    ),
  ).toEqual([]))
