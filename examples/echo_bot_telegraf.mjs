// An echo in Telegraf: node echo_bot_telegraf.mjs TOKEN [http://HOST:PORT]
// Beside a copy of this file: npm install telegraf
import { Telegraf } from 'telegraf'
import { message } from 'telegraf/filters'

const [token, server = 'http://127.0.0.1:8081'] = process.argv.slice(2)

const bot = new Telegraf(token, { telegram: { apiRoot: server } })
bot.on(message('text'), (ctx) => ctx.reply(ctx.message.text))
bot.launch()
