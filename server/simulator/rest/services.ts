import express, { Router } from 'express'
import type { Sessions } from './sessions.ts'
import { fields } from './sso.ts'

const resources = new Set(['ca-certificate', 'qemu-ca-certificate', 'engine-certificate'])
const formats: ReadonlyMap<string, string> = new Map([
  ['X509-PEM-CA', 'application/x-x509-ca-cert'],
  ['X509-PEM', 'application/x-x509-cert'],
])

/** `/ovirt-engine/services`: health, certificates, logout. None of them asks who calls. */
export function servicesRouter(sessions: Sessions, certificatePem: string): Router {
  const router = Router()

  router.get('/health', (_req, res) => {
    res.type('html').send('DB Up!Welcome to Health Status!')
  })

  // The engine can also print an OpenSSH key; nothing that speaks to the simulator asks for it.
  router.get('/pki-resource', (req, res) => {
    const query = new URL(req.originalUrl, 'http://engine').searchParams
    const mediaType = formats.get(query.get('format') ?? 'X509-PEM')
    if (!resources.has(query.get('resource') ?? '') || mediaType === undefined) return res.status(400).end()
    return res.set('Content-Type', mediaType).send(Buffer.from(certificatePem))
  })

  // The Go SDK logs out with an empty token, so an unknown one is no error.
  router.post('/sso-logout', express.urlencoded({ extended: false, limit: '64kb' }), (req, res) => {
    sessions.close(fields(req.body).get('token') ?? '')
    res.json({})
  })
  return router
}
