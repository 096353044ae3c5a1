// mtcute against your own server: node mtcute_config.mjs [HOST:PORT] [PUBLIC KEY]
// Beside a copy of this file: npm install @mtcute/node
import fs from 'node:fs'
import { MemoryStorage, TelegramClient } from '@mtcute/node'
import { NodeCryptoProvider, addPublicKey } from '@mtcute/node/utils.js'

const [address = '127.0.0.1:4430', pem = 'chappe-data/keys/rsa.pub.pem'] = process.argv.slice(2)
const [host, port] = address.split(/:(?=\d+$)/)

const crypto = new NodeCryptoProvider()
await crypto.initialize?.()
addPublicKey(crypto, fs.readFileSync(pem, 'utf8').trim())
const dc = { id: 2, ipAddress: host, port: Number(port) }
const client = new TelegramClient({
  apiId: 12345,
  apiHash: '0'.repeat(32),
  storage: new MemoryStorage(),
  defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
  disableUpdates: true,
  logLevel: 0,
})
await client.connect()
const config = await client.call({ _: 'help.getConfig' })
console.log(`mtcute: data center ${config.thisDc}, messages up to ${config.messageLengthMax}`)
process.exit()
