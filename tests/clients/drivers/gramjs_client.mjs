// GramJS: key by the exported `_serverKeys`; address by `session.setDC` and, for the port (which
// TelegramClient.connect() always gives as 80), by a connection class.
import fs from 'node:fs'
import {
  configFacts, drive, keyId, nearestFacts, options, require, stored, version,
} from './probe.mjs'

const { Api, Logger, TelegramClient } = require('telegram')
const { StringSession } = require('telegram/sessions')
const { PromisedNetSockets, PromisedWebSockets } = require('telegram/extensions')
const network = require('telegram/network')
const { _serverKeys } = require('telegram/crypto/RSA')
const { LAYER } = require('telegram/tl/AllTLObjects')
const bigInt = require('big-integer')

const TRANSPORTS = {
  full: network.ConnectionTCPFull,
  abridged: network.ConnectionTCPAbridged,
  obfuscated: network.ConnectionTCPObfuscated,
  websocket: network.ConnectionTCPObfuscated,
}
// A port above 32767 does not fit the signed field of a saved StringSession.
const STAND_IN_PORT = 80
const o = options(Object.keys(TRANSPORTS))
const overWebSocket = o.transport === 'websocket'

class Redirected extends TRANSPORTS[o.transport] {
  constructor (given) { super({ ...given, port: overWebSocket ? o.httpPort : o.port }) }
}

async function refusal (client, request) {
  try {
    await client.invoke(request)
  } catch (e) {
    if (e.errorMessage) return `${e.code} ${e.errorMessage}`
    throw e
  }
  return 'answered'
}

async function walk () {
  _serverKeys.clear()
  _serverKeys.set(o.key.fingerprint, { n: bigInt(o.key.n), e: o.key.e })
  const saved = stored(o)
  const session = new StringSession(saved)
  if (!saved) session.setDC(o.dcId, o.host, STAND_IN_PORT)
  const client = new TelegramClient(session, o.apiId, o.apiHash, {
    connection: Redirected,
    networkSocket: overWebSocket ? PromisedWebSockets : PromisedNetSockets,
    connectionRetries: 4, // one key in 256 fails in the library: see README.md
    requestRetries: 1,
    timeout: 8,
    useIPV6: o.host.includes(':'),
    baseLogger: new Logger(o.verbose ? 'debug' : 'none'),
  })
  await client.connect()
  const config = await client.invoke(new Api.help.GetConfig())
  const nearest = await client.invoke(new Api.help.GetNearestDc())
  const self = new Api.users.GetUsers({ id: [new Api.InputUserSelf()] })
  const refused = {
    'users.getUsers': await refusal(client, self),
    'updates.getState': await refusal(client, new Api.updates.GetState()),
  }
  fs.writeFileSync(o.sessionFile, session.save())
  return {
    version: version('telegram'),
    layer: LAYER,
    fresh_key: !saved,
    auth_key_id: keyId(session.getAuthKey().getKey()),
    ...configFacts(config),
    nearest: nearestFacts(nearest),
    refused,
  }
}

await drive('gramjs', o, walk)
