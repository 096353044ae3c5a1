// An account in mtcute.
import { load } from '../drivers/probe.mjs'
import { Talker, chosen, digest, fieldsOf, flat, serve, until } from './desk.mjs'

const { InputMedia, MemoryStorage, TelegramClient, tl } = await load('@mtcute/node/index.js')
const { NodeCryptoProvider, addPublicKey, randomLong, toInputChannel, toInputUser } = await load('@mtcute/node/utils.js')

const o = chosen(['intermediate'])
const dc = { id: o.dcId, ipAddress: o.host, port: o.port }
const ENTITIES = {
  bold: 'messageEntityBold', italic: 'messageEntityItalic', code: 'messageEntityCode',
}
const NAMES = Object.fromEntries(Object.entries(ENTITIES).map(([name, kind]) => [kind, name]))

const told = (m) => ({
  id: m.id,
  text: m.text,
  out: m.isOutgoing,
  spans: (m.textWithEntities.entities ?? []).filter((e) => NAMES[e._])
    .map((e) => [NAMES[e._], e.offset, e.length]),
  reply_to: m.replyToMessage?.id ?? null,
  media: m.media?.type ?? null,
  file_name: m.media?.fileName ?? null,
  forwarded: !!m.forward,
})

class CuteTalker extends Talker {
  storage = new MemoryStorage()

  async open () {
    const client = this.client = new TelegramClient({
      apiId: o.apiId,
      apiHash: o.apiHash,
      storage: this.storage,
      defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
      updates: { catchUp: true },
      logLevel: o.verbose ? 5 : 0,
    })
    addPublicKey(new NodeCryptoProvider(), o.key.pem)
    client.onNewMessage.add((m) => { this.messages.push({ told: told(m), raw: m }) })
    client.onEditMessage.add((m) => { this.edited.push(told(m)) })
    client.onDeleteMessage.add((u) => { this.deleted.push(...u.messageIds) })
    client.onRawUpdate.add(({ update }) => { if (update._ === 'updateUserTyping') this.typing++ })
    client.onError.add((e) => { console.error('client error', e) })
    await client.connect()
  }

  async do_sign_in ({ phone, code, name, password }) {
    await this.open()
    const { phoneCodeHash } = await this.client.sendCode({ phone })
    const number = { phoneNumber: phone, phoneCodeHash }
    let signed
    try {
      signed = await this.client.call({ _: 'auth.signIn', ...number, phoneCode: code })
    } catch (e) {
      if (!tl.RpcError.is(e, 'SESSION_PASSWORD_NEEDED')) throw e
      const user = await this.client.checkPassword(password)
      await this.client.startUpdatesLoop()
      return { user: user.id }
    }
    if (signed._ === 'auth.authorizationSignUpRequired') {
      signed = await this.client.call({ _: 'auth.signUp', ...number, firstName: name, lastName: '' })
    }
    await this.client.notifyLoggedIn(signed)
    await this.client.startUpdatesLoop()
    return { user: signed.user.id }
  }

  async do_set_password ({ password }) {
    await this.client.enableCloudPassword({ password, hint: 'a hint' })
    return { done: true }
  }

  async do_meet ({ phone }) {
    const found = await this.client.importContacts([{ phone: '+' + phone, firstName: 'Contact', lastName: '' }])
    this.peers[phone] = found.users[0].id
    return { user: found.users[0].id }
  }

  async do_send ({ to, text, spans = [], reply_to: replyTo }) {
    const entities = spans.map(([kind, offset, length]) => ({ _: ENTITIES[kind], offset, length }))
    const sent = await this.client.sendText(
      this.peers[to], { text, entities }, replyTo ? { replyTo } : {})
    return { id: sent.id }
  }

  async do_history ({ of, limit = 10 }) {
    return { messages: (await this.client.getHistory(this.peers[of], { limit })).map(told) }
  }

  async do_read ({ of, up_to: maxId }) { await this.client.readHistory(this.peers[of], { maxId }) }

  async do_edit ({ to, message, text }) {
    await this.client.editMessage({ chatId: this.peers[to], message, text })
  }

  async do_delete ({ to, message }) {
    await this.client.deleteMessagesById(this.peers[to], [message], { revoke: true })
  }

  async do_forward ({ of, message, to }) {
    const [sent] = await this.client.forwardMessagesById({
      fromChatId: this.peers[of], toChatId: this.peers[to], messages: [message],
    })
    return { id: sent.id }
  }

  async do_send_photo ({ to, file, caption }) {
    const media = InputMedia.photo('file:' + file, { caption })
    return { id: (await this.client.sendMedia(this.peers[to], media)).id }
  }

  async do_send_file ({ to, file, caption }) {
    const media = InputMedia.document('file:' + file, { caption })
    return { id: (await this.client.sendMedia(this.peers[to], media)).id }
  }

  async do_download ({ text }) {
    const { raw } = await until(this.got(text))
    return digest(await this.client.downloadAsBuffer(raw.media))
  }

  async do_type ({ to }) { await this.client.sendTyping(this.peers[to], 'typing') }

  async do_search ({ of, words }) {
    const found = await this.client.searchMessages({ chatId: this.peers[of], query: words, limit: 10 })
    return { messages: found.map(told) }
  }

  async do_dialogs () {
    const names = []
    for await (const dialog of this.client.iterDialogs({})) names.push(dialog.peer.displayName)
    return { names }
  }

  async do_know ({ name, title }) {
    for await (const dialog of this.client.iterDialogs({})) {
      if (dialog.peer.displayName === title) this.peers[name] = dialog.peer.id
    }
    if (!this.peers[name]) throw new Error(`no dialog is called ${title}`)
  }

  async do_call ({ calls }) {
    // It has the newest layer's methods, and no list of them to look into.
    const [method, given] = calls[0]
    const ways = {
      make: (name, fields) => ({ _: name, ...fields }),
      random: () => randomLong(),
      resolve: (kind, name) => this.resolve(kind, name),
    }
    return { answer: flat(await this.client.call({ _: method, ...await fieldsOf(given, ways) })) }
  }

  async resolve (kind, name) {
    if (name === 'me') return { _: kind === 'peer' ? 'inputPeerSelf' : 'inputUserSelf' }
    const peer = await this.client.resolvePeer(this.peers[name])
    return { peer: (each) => each, user: toInputUser, channel: toInputChannel }[kind](peer)
  }

  async do_leave () { await this.client.destroy() }

  async do_come_back () {
    await this.open()
    await this.client.getMe()
    await this.client.startUpdatesLoop()
  }

  async do_log_out () { await this.client.logOut() }
}

await serve(new CuteTalker(), o.verbose)
