import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { type Asked, json } from './engine-server.ts'

/** A reply of test/fixtures/engine, parsed anew so that a test may change it. */
export const sample = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../fixtures/engine/${name}.json`, import.meta.url), 'utf8'))

const samples: Readonly<Record<string, string>> = {
  '/api': 'api',
  '/api/clusters': 'clusters',
  '/api/clusters/c1/affinitygroups': 'affinitygroups',
  '/api/affinitylabels': 'affinitylabels',
  '/api/hosts': 'hosts',
  '/api/vms': 'vms',
  '/api/schedulingpolicies': 'schedulingpolicies',
  '/api/schedulingpolicies/p-balance/weights': 'weights',
  '/api/schedulingpolicyunits': 'schedulingpolicyunits',
}

/** Answers with the samples; `over` replaces the reply for a path, or takes it over when it is a function. */
export const answerWithSamples =
  (over: Readonly<Record<string, object | ((asked: Asked, res: ServerResponse) => void)>> = {}) =>
  (asked: Asked, res: ServerResponse): void => {
    const given = over[asked.path]
    const name = samples[asked.path]
    if (typeof given === 'function') given(asked, res)
    else if (given !== undefined) json(res, given)
    else json(res, name === undefined ? {} : sample(name))
  }

/** Every sample by the path that it answers. */
export const samplePaths = (): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(samples).map(([path, name]) => [path, sample(name)]))
