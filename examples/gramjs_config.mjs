// GramJS against your own server: node gramjs_config.mjs HOST:PORT N FINGERPRINT
// Beside a copy of this file: npm install telegram
// `chappe keys` prints N (decimal) and the fingerprint (signed).
import bigInt from 'big-integer'
import telegram from 'telegram'
import rsa from 'telegram/crypto/RSA.js'
import network from 'telegram/network/index.js'
import sessions from 'telegram/sessions/index.js'

const [address, n, fingerprint] = process.argv.slice(2)
const [host, port] = address.split(/:(?=\d+$)/)

// connect() always passes port 80, so the connection class puts ours in its place.
class Redirected extends network.ConnectionTCPFull {
  constructor (given) { super({ ...given, port: Number(port) }) }
}

rsa._serverKeys.clear()
rsa._serverKeys.set(fingerprint, { n: bigInt(n), e: 65537 })
const session = new sessions.MemorySession()
session.setDC(2, host, 80)
const client = new telegram.TelegramClient(session, 12345, '0'.repeat(32), {
  connection: Redirected,
  baseLogger: new telegram.Logger('none'),
})
await client.connect()
const config = await client.invoke(new telegram.Api.help.GetConfig())
console.log(`GramJS: data center ${config.thisDc}, messages up to ${config.messageLengthMax}`)
process.exit()
