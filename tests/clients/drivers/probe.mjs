// What the JavaScript drivers share: the same command line, checks and answer as probe.py.
// Libraries are loaded from `node_modules` of the current folder.
import crypto from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const CLOCK_SECONDS_MAX = 30

export const require = createRequire(process.cwd() + path.sep)
export const version = (name) => JSON.parse(
  fs.readFileSync(path.join(process.cwd(), 'node_modules', name, 'package.json'), 'utf8')).version
// An ES module of an installed package by its path below node_modules.
export const load = (file) => import(pathToFileURL(path.join(process.cwd(), 'node_modules', file)))

export function options (transports) {
  const string = { type: 'string' }
  const { values: given } = parseArgs({
    options: {
      host: { ...string, default: '127.0.0.1' },
      port: string,
      'http-port': string,
      'rsa-pem': string,
      'dc-id': { ...string, default: '2' },
      transport: { ...string, default: transports[0] },
      store: string,
      'api-id': { ...string, default: '12345' },
      'api-hash': { ...string, default: '0123456789abcdef0123456789abcdef' },
      seconds: { ...string, default: '25' },
      verbose: { type: 'boolean', default: false },
    },
  })
  for (const name of ['port', 'http-port', 'rsa-pem', 'store']) {
    if (!given[name]) throw new Error(`--${name} is needed`)
  }
  if (!transports.includes(given.transport)) throw new Error(`--transport: ${transports}`)
  fs.mkdirSync(given.store, { recursive: true })
  return {
    host: given.host,
    port: +given.port,
    httpPort: +given['http-port'],
    dcId: +given['dc-id'],
    transport: given.transport,
    apiId: +given['api-id'],
    apiHash: given['api-hash'],
    sessionFile: path.join(given.store, 'session.txt'),
    seconds: +given.seconds,
    verbose: given.verbose,
    key: serverKey(fs.readFileSync(given['rsa-pem'], 'utf8')),
  }
}

function tlString (bytes) {
  const head = bytes.length < 254
    ? Buffer.from([bytes.length])
    : Buffer.from([254, bytes.length & 255, bytes.length >> 8 & 255, bytes.length >> 16])
  return Buffer.concat([head, bytes, Buffer.alloc((4 - (head.length + bytes.length) % 4) % 4)])
}

function serverKey (pem) {
  const parts = crypto.createPublicKey(pem).export({ format: 'jwk' })
  const n = Buffer.from(parts.n, 'base64url')
  const e = Buffer.from(parts.e, 'base64url')
  const hashed = crypto.createHash('sha1').update(tlString(n)).update(tlString(e)).digest()
  return {
    pem: pem.trim(),
    n: BigInt('0x' + n.toString('hex')).toString(),
    e: parseInt(e.toString('hex'), 16),
    fingerprint: hashed.subarray(-8).readBigInt64LE().toString(),
  }
}

export const keyId = (authKey) =>
  crypto.createHash('sha1').update(authKey).digest().subarray(-8).toString('hex')

export const stored = (o) =>
  fs.existsSync(o.sessionFile) ? fs.readFileSync(o.sessionFile, 'utf8') : ''

export function check (truth, what) {
  if (!truth) throw new Error(`check: ${what}`)
}

export function configFacts (config) {
  check(Math.abs(config.date - Date.now() / 1000) < CLOCK_SECONDS_MAX, `date ${config.date}`)
  check(config.expires > config.date, `expires ${config.expires}`)
  check(config.dcOptions.length > 0, 'no dcOptions')
  for (const name of ['chatSizeMax', 'megagroupSizeMax', 'messageLengthMax']) {
    check(config[name] > 0, name)
  }
  const dcs = config.dcOptions.map(
    (dc) => ({ id: dc.id, ip: dc.ipAddress, port: dc.port, ipv6: !!dc.ipv6 }))
  return { this_dc: config.thisDc, test_mode: !!config.testMode, dcs }
}

export function nearestFacts (nearest) {
  check([0, 2].includes(nearest.country.length), nearest.country) // none: the server does not know
  return { country: nearest.country, this_dc: nearest.thisDc, nearest_dc: nearest.nearestDc }
}

// Runs one walk against its time limit, prints its answer and ends the process.
export async function drive (client, o, walk) {
  const started = Date.now()
  const late = (_, no) => setTimeout(() => no(new Error('timeout')), o.seconds * 1000)
  const answer = { client, transport: o.transport }
  // The libraries reject promises that nobody awaits while they close.
  process.on('unhandledRejection', (e) => { if (o.verbose) console.error('unhandled', e) })
  process.on('uncaughtException', (e) => { if (o.verbose) console.error('uncaught', e) })
  try {
    Object.assign(answer, { ok: true }, await Promise.race([walk(), new Promise(late)]))
  } catch (e) {
    if (o.verbose) console.error(e)
    Object.assign(answer, { ok: false, error: `${e?.constructor?.name}: ${e?.message ?? e}` })
  }
  answer.ms = Date.now() - started
  process.stdout.write(JSON.stringify(answer) + '\n', () => process.exit(answer.ok ? 0 : 1))
}
