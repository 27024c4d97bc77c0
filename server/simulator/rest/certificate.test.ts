import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { makeCaCertificate } from './certificate.ts'

it('makes a certificate of a CA that signed itself and is valid for ten years', () => {
  const certificate = new X509Certificate(makeCaCertificate('simulated engine', Date.parse('2026-08-19T12:00:00Z')))
  expect(certificate.subject).toBe('O=ovirt-scheduler simulator\nCN=simulated engine')
  expect(certificate.ca).toBe(true)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.validFromDate.toISOString()).toBe('2026-08-19T12:00:00.000Z')
  expect(certificate.validToDate.getUTCFullYear()).toBe(2036)
})
