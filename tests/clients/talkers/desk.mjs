// What the JavaScript talkers share; the commands and answers are those of desk.py.
import crypto from 'node:crypto'
import readline from 'node:readline'
import { options } from '../drivers/probe.mjs'

const WAIT_MS = 15000

export const chosen = (transports) => options(transports)

export async function until (find) {
  const end = Date.now() + WAIT_MS
  for (;;) {
    const found = find()
    if (found) return found
    if (Date.now() > end) throw new Error('timeout')
    await new Promise((go) => setTimeout(go, 20))
  }
}

export const digest = (data) => ({
  bytes: data.length,
  sha256: crypto.createHash('sha256').update(data).digest('hex'),
})

// One account: what came in, and the commands that need no library.
export class Talker {
  messages = []
  edited = []
  deleted = []
  typing = 0
  peers = {}

  got (text) { return () => this.messages.find((m) => m.told.text === text) }
  async do_wait ({ text }) { return (await until(this.got(text))).told }
  do_wait_edited ({ text }) { return until(() => this.edited.find((m) => m.text === text)) }
  async do_wait_deleted ({ message }) { await until(() => this.deleted.includes(message)) }
  async do_wait_typing () { await until(() => this.typing) }
  async do_forget () { this.messages.length = 0 }
}

const snake = (name) => name.replace(/[A-Z]/g, (letter) => '_' + letter.toLowerCase())
const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())
const isPlain = (value) => value !== null && typeof value === 'object'

// A plain value (plain.py) as the library has it. `ways`: make(name, fields), resolve(kind, name), random().
export async function build (value, ways) {
  if (Array.isArray(value)) return Promise.all(value.map((each) => build(each, ways)))
  if (!isPlain(value)) return value
  if (value.random) return ways.random()
  const [kind] = Object.keys(value)
  if (['peer', 'channel', 'user'].includes(kind) && Object.keys(value).length === 1) {
    return ways.resolve(kind, value[kind])
  }
  return ways.make(value._, await fieldsOf(value, ways))
}

export async function fieldsOf (value, ways) {
  const fields = {}
  for (const [name, each] of Object.entries(value)) {
    if (name !== '_') fields[camel(name)] = await build(each, ways)
  }
  return fields
}

// What came back: fields spelled as on the wire, big numbers as text.
export function flat (value) {
  if (Array.isArray(value)) return value.map(flat)
  if (typeof value === 'bigint') return String(value)
  if (!isPlain(value)) return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  const name = value._ ?? value.className
  if (name === undefined) return String(value)
  const last = name.split('.').pop()
  const said = { _: last[0].toLowerCase() + last.slice(1) }
  for (const [field, each] of Object.entries(value)) {
    if (field !== '_' && !field.startsWith('_') && typeof each !== 'function') said[snake(field)] = flat(each)
  }
  return said
}

const say = (answer) => process.stdout.write(JSON.stringify(answer) + '\n')

export async function serve (talker, verbose) {
  process.on('unhandledRejection', (e) => { if (verbose) console.error('unhandled', e) })
  process.on('uncaughtException', (e) => { if (verbose) console.error('uncaught', e) })
  say({ ok: true, ready: true })
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { do: name, ...given } = JSON.parse(line)
    try {
      say({ ok: true, ...(await talker[`do_${name}`](given)) })
    } catch (e) {
      console.error(e)
      say({ ok: false, error: `${e?.constructor?.name}: ${e?.message ?? e}` })
    }
  }
  process.exit(0)
}
