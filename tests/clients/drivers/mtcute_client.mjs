// mtcute: address by the option `defaultDcs`, key by `addPublicKey`, transport by the option
// `transport`. The WebSocket transport is that of @mtcute/web with a WebSocket class that knows
// our address; `pfs` is the plain transport with temporary keys (auth.bindTempAuthKey).
import fs from 'node:fs'
import {
  check, configFacts, drive, keyId, load, nearestFacts, options, require, stored, version,
} from './probe.mjs'

const { MemoryStorage, TelegramClient, tl } = await load('@mtcute/node/index.js')
const { NodeCryptoProvider, addPublicKey } = await load('@mtcute/node/utils.js')
const { TcpTransport } = await load('@mtcute/node/utils/tcp.js')
const {
  IntermediatePacketCodec, ObfuscatedPacketCodec, PaddedIntermediatePacketCodec,
} = await load('@mtcute/core/index.js')
const { WebSocketTransport } = await load('@mtcute/web/websocket.js')
const { WebSocket } = require('ws')

class OverTcp extends TcpTransport {
  constructor (codec) {
    super()
    this.packetCodec = codec
  }
}

class RedirectedWebSocket extends WebSocket {
  constructor (_url, protocols) { super(`ws://${o.host}:${o.httpPort}/apiws`, protocols) }
}

const TRANSPORTS = {
  intermediate: () => new TcpTransport(),
  padded: () => new OverTcp(() => new PaddedIntermediatePacketCodec()),
  'obfuscated-intermediate': () =>
    new OverTcp(() => new ObfuscatedPacketCodec(new IntermediatePacketCodec())),
  'obfuscated-padded': () =>
    new OverTcp(() => new ObfuscatedPacketCodec(new PaddedIntermediatePacketCodec())),
  websocket: () => new WebSocketTransport({ ws: RedirectedWebSocket }),
  pfs: () => new TcpTransport(),
}
const o = options(Object.keys(TRANSPORTS))
const dc = { id: o.dcId, ipAddress: o.host, port: o.port, ipv6: o.host.includes(':') }

async function refusal (client, request) {
  try {
    await client.call(request)
  } catch (e) {
    if (tl.RpcError.is(e)) return `${e.code} ${e.text}`
    throw e
  }
  return 'answered'
}

async function walk () {
  const crypto = new NodeCryptoProvider()
  const storage = new MemoryStorage()
  const saved = stored(o)
  const client = new TelegramClient({
    apiId: o.apiId,
    apiHash: o.apiHash,
    storage,
    transport: TRANSPORTS[o.transport](),
    defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
    network: { usePfs: o.transport === 'pfs' },
    disableUpdates: true,
    logLevel: o.verbose ? 5 : 0,
  })
  await crypto.initialize?.()
  addPublicKey(crypto, o.key.pem)
  if (saved) await client.importSession(saved)
  await client.connect()
  const config = await client.call({ _: 'help.getConfig' })
  const nearest = await client.call({ _: 'help.getNearestDc' })
  const refused = {
    'users.getUsers': await refusal(client, { _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] }),
    'updates.getState': await refusal(client, { _: 'updates.getState' }),
  }
  if (o.transport === 'pfs') {
    check(await storage.authKeys.getTemp(o.dcId, 0, Date.now()), 'no temporary key was made')
  }
  fs.writeFileSync(o.sessionFile, await client.exportSession())
  return {
    version: version('@mtcute/node'),
    layer: tl.LAYER,
    fresh_key: !saved,
    auth_key_id: keyId(await storage.authKeys.get(o.dcId)),
    ...configFacts(config),
    nearest: nearestFacts(nearest),
    refused,
  }
}

await drive('mtcute', o, walk)
