// An echo in grammY: node echo_bot_grammy.mjs TOKEN [http://HOST:PORT]
// Beside a copy of this file: npm install grammy
import { Bot } from 'grammy'

const [token, server = 'http://127.0.0.1:8081'] = process.argv.slice(2)

const bot = new Bot(token, { client: { apiRoot: server } })
bot.on('message:text', (ctx) => ctx.reply(ctx.message.text))
bot.start()
