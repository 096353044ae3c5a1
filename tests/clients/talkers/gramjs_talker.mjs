// An account in GramJS.
import { require } from '../drivers/probe.mjs'
import { Talker, chosen, digest, fieldsOf, flat, serve, until } from './desk.mjs'

const { Api, Logger, TelegramClient } = require('telegram')
const { StringSession } = require('telegram/sessions')
const { NewMessage, Raw } = require('telegram/events')
const { EditedMessage } = require('telegram/events/EditedMessage')
const { DeletedMessage } = require('telegram/events/DeletedMessage')
const { computeCheck } = require('telegram/Password')
const network = require('telegram/network')
const { _serverKeys } = require('telegram/crypto/RSA')
const bigInt = require('big-integer')
const utils = require('telegram/Utils')

const o = chosen(['full'])
const ENTITIES = {
  bold: Api.MessageEntityBold, italic: Api.MessageEntityItalic, code: Api.MessageEntityCode,
}
const NAMES = { MessageEntityBold: 'bold', MessageEntityItalic: 'italic', MessageEntityCode: 'code' }

class Redirected extends network.ConnectionTCPFull {
  constructor (given) { super({ ...given, port: o.port }) }
}

const told = (m) => ({
  id: m.id,
  text: m.message,
  out: !!m.out,
  spans: (m.entities ?? []).filter((e) => NAMES[e.className])
    .map((e) => [NAMES[e.className], e.offset, e.length]),
  reply_to: m.replyTo?.replyToMsgId ?? null,
  media: m.photo ? 'photo' : m.document ? 'document' : null,
  file_name: m.document?.attributes.find((each) => each.fileName)?.fileName ?? null,
  forwarded: !!m.fwdFrom,
})

const find = (name) => name.split('.').reduce(
  (where, part, i, all) => where?.[i === all.length - 1 ? part[0].toUpperCase() + part.slice(1) : part], Api)

// Only the fields that came over the wire: its objects know their client, too.
function known (value) {
  if (Array.isArray(value)) return value.map(known)
  if (value === null || typeof value !== 'object' || !value.className) {
    return bigInt.isInstance(value) ? String(value) : flat(value)
  }
  const fields = Object.entries(value).filter(([name]) => name in value.originalArgs)
  const made = Object.fromEntries(fields.map(([name, each]) => [name, known(each)]))
  return flat({ _: value.className, ...made })
}

class GramTalker extends Talker {
  saved = ''

  async open () {
    _serverKeys.clear()
    _serverKeys.set(o.key.fingerprint, { n: bigInt(o.key.n), e: o.key.e })
    const session = new StringSession(this.saved)
    if (!this.saved) session.setDC(o.dcId, o.host, 80)
    const client = this.client = new TelegramClient(session, o.apiId, o.apiHash, {
      connection: Redirected,
      connectionRetries: 4,
      timeout: 8,
      baseLogger: new Logger(o.verbose ? 'debug' : 'none'),
    })
    client.addEventHandler(
      ({ message }) => this.messages.push({ told: told(message), raw: message }),
      new NewMessage({}))
    client.addEventHandler(({ message }) => this.edited.push(told(message)), new EditedMessage({}))
    client.addEventHandler((e) => this.deleted.push(...e.deletedIds), new DeletedMessage({}))
    client.addEventHandler((update) => {
      if (update.className === 'UpdateUserTyping') this.typing++
    }, new Raw({}))
    await client.connect()
  }

  async do_sign_in ({ phone, code, name, password }) {
    await this.open()
    const { phoneCodeHash } = await this.client.sendCode(o, phone)
    const number = { phoneNumber: phone, phoneCodeHash }
    let signed
    try {
      signed = await this.client.invoke(new Api.auth.SignIn({ ...number, phoneCode: code }))
    } catch (e) {
      if (e.errorMessage !== 'SESSION_PASSWORD_NEEDED') throw e
      const asked = await this.client.invoke(new Api.account.GetPassword())
      const answer = await computeCheck(asked, password)
      signed = await this.client.invoke(new Api.auth.CheckPassword({ password: answer }))
    }
    if (signed.className === 'auth.AuthorizationSignUpRequired') {
      signed = await this.client.invoke(
        new Api.auth.SignUp({ ...number, firstName: name, lastName: '' }))
    }
    return { user: Number(signed.user.id) }
  }

  async do_set_password ({ password }) {
    await this.client.updateTwoFaSettings({ isCheckPassword: false, newPassword: password, hint: 'a hint' })
    return { done: true }
  }

  async do_meet ({ phone }) {
    const contact = new Api.InputPhoneContact({
      clientId: bigInt(1), phone: '+' + phone, firstName: 'Contact', lastName: '',
    })
    const found = await this.client.invoke(new Api.contacts.ImportContacts({ contacts: [contact] }))
    this.peers[phone] = await this.client.getInputEntity(found.users[0])
    return { user: Number(found.users[0].id) }
  }

  async do_send ({ to, text, spans = [], reply_to: replyTo }) {
    const formattingEntities = spans.map(
      ([kind, offset, length]) => new ENTITIES[kind]({ offset, length }))
    const sent = await this.client.sendMessage(
      this.peers[to], { message: text, replyTo, formattingEntities })
    return { id: sent.id }
  }

  async do_history ({ of, limit = 10 }) {
    return { messages: (await this.client.getMessages(this.peers[of], { limit })).map(told) }
  }

  async do_read ({ of, up_to: upTo }) { await this.client.markAsRead(this.peers[of], upTo) }

  async do_edit ({ to, message, text }) {
    await this.client.editMessage(this.peers[to], { message, text })
  }

  async do_delete ({ to, message }) {
    await this.client.deleteMessages(this.peers[to], [message], { revoke: true })
  }

  async do_forward ({ of, message, to }) {
    const sent = await this.client.forwardMessages(
      this.peers[to], { messages: [message], fromPeer: this.peers[of] })
    return { id: sent.flat()[0].id }
  }

  async do_send_photo ({ to, file, caption }) {
    return { id: (await this.client.sendFile(this.peers[to], { file, caption })).id }
  }

  async do_send_file ({ to, file, caption }) {
    const sent = await this.client.sendFile(this.peers[to], { file, caption, forceDocument: true })
    return { id: sent.id }
  }

  async do_download ({ text }) {
    const { raw } = await until(this.got(text))
    return digest(await this.client.downloadMedia(raw, {}))
  }

  async do_type ({ to }) {
    const action = new Api.SendMessageTypingAction()
    await this.client.invoke(new Api.messages.SetTyping({ peer: this.peers[to], action }))
  }

  async do_search ({ of, words }) {
    const found = await this.client.getMessages(this.peers[of], { search: words, limit: 10 })
    return { messages: found.map(told) }
  }

  async do_dialogs () { return { names: (await this.client.getDialogs({})).map((d) => d.title) } }

  async do_know ({ name, title }) {
    const found = (await this.client.getDialogs({})).find((each) => each.title === title)
    this.peers[name] = found.inputEntity
  }

  async do_call ({ calls }) {
    const [method, given] = calls.find(([each]) => find(each))
    const ways = {
      make: (name, fields) => new (find(name))(fields),
      random: () => bigInt.randBetween(1, bigInt(2).pow(62)),
      resolve: (kind, name) => this.resolve(kind, name),
    }
    const answer = await this.client.invoke(new (find(method))(await fieldsOf(given, ways)))
    return { answer: known(answer) }
  }

  resolve (kind, name) {
    if (name === 'me') return kind === 'peer' ? new Api.InputPeerSelf() : new Api.InputUserSelf()
    const to = { peer: utils.getInputPeer, user: utils.getInputUser, channel: utils.getInputChannel }
    return to[kind](this.peers[name])
  }

  async do_leave () {
    this.saved = this.client.session.save()
    await this.client.destroy()
  }

  do_come_back () { return this.open() }
  async do_log_out () { await this.client.invoke(new Api.auth.LogOut()) }
}

await serve(new GramTalker(), o.verbose)
