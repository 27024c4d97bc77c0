import { describe, expect, it } from 'vitest'
import { connectionProblem } from './connection-problem.ts'

describe('connectionProblem', () => {
  const cases = [
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'host-certificate', /shown none/],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'host-certificate', /authority of our client certificate/],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'host-certificate', /our side of the TLS handshake/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'host-certificate', /another name/],
    ['CERT_HAS_EXPIRED', 'host-certificate', /expired/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'host-protocol', /does not speak TLS/],
    ['ECONNREFUSED', 'host-unreachable', /vdsmd may be stopped/],
    ['ENOTFOUND', 'host-unreachable', /name/],
    ['ESOMETHING', 'host-unreachable', /lost the connection \(the words of node\)/],
  ] as const
  for (const [code, expected, words] of cases) {
    it(`${code} is ${expected}`, () => {
      const problem = connectionProblem(
        Object.assign(new Error('the words of node\nand more'), { code }),
        'node1:54321',
      )
      expect(problem.code).toBe(expected)
      expect(problem.message).toMatch(words)
      expect(problem.message).toMatch(/^The host node1:54321 .*\.$/)
    })
  }
})
