// An echo in node-telegram-bot-api (2): node echo_bot_ntba.mjs TOKEN [http://HOST:PORT]
// Beside a copy of this file: npm install node-telegram-bot-api
import { Bot } from 'node-telegram-bot-api'

const [token, server = 'http://127.0.0.1:8081'] = process.argv.slice(2)

const bot = new Bot(token, { apiRoot: server })
bot.on('message', (ctx) => ctx.reply(ctx.message.text))
bot.startPolling()
