// The bot of `test_bot_libraries.py` in node-telegram-bot-api.
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const library = require("node-telegram-bot-api");
const { startWebhook } = require("node-telegram-bot-api/node");
const { Bot, InlineKeyboardBuilder, InputFile, ReplyKeyboardBuilder } = library;
const { RichMessageBuilder, RichTextBuilder, richListItem, richTableCell } = library;
const [token, origin, port] = process.argv.slice(2);
const bot = new Bot(token, { apiRoot: origin });

bot.command("start", (ctx) =>
  ctx.reply(`Hello <b>${ctx.message.from.first_name}</b> ${ctx.match}`.trim(), {
    parse_mode: "HTML",
    reply_markup: new InlineKeyboardBuilder().text("Press", "press").row().url("Site", "https://example.com/").build(),
  }),
);
const more = new InlineKeyboardBuilder().text("More", "more").build();
bot.on("inline_query", (ctx) =>
  ctx.api.answerInlineQuery({
    inline_query_id: ctx.inlineQuery.id,
    results: [
      {
        type: "article",
        id: "words",
        title: "Words",
        input_message_content: { message_text: `<b>said</b> ${ctx.inlineQuery.query}`, parse_mode: "HTML" },
        reply_markup: more,
      },
      {
        type: "article",
        id: "venue",
        title: "Venue",
        input_message_content: { latitude: 1.5, longitude: 2.5, title: "Bar", address: "A street" },
      },
      { type: "contact", id: "contact", phone_number: "123", first_name: "Cy" },
    ],
    cache_time: 0,
    button: { text: "Sign in", start_parameter: "in" },
  }),
);
bot.on("chosen_inline_result", async (ctx) => {
  const { inline_message_id, result_id } = ctx.update.chosen_inline_result;
  if (inline_message_id)
    await ctx.api.editMessageText({ inline_message_id, text: `chosen ${result_id}`, reply_markup: more });
});
bot.on("callback_query", async (ctx) => {
  const { inline_message_id } = ctx.callbackQuery;
  if (inline_message_id) {
    await ctx.answerCallbackQuery({ text: "Inline" });
    await ctx.api.editMessageText({ inline_message_id, text: "more" });
    return;
  }
  const { chat, message_id } = ctx.callbackQuery.message;
  await ctx.answerCallbackQuery({ text: "Pressed", show_alert: true });
  await ctx.api.editMessageText({ chat_id: chat.id, message_id, text: "pressed" });
});
bot.command("keys", (ctx) =>
  ctx.reply("choose", {
    reply_markup: new ReplyKeyboardBuilder().text("Yes").text("No").build({ resize_keyboard: true }),
  }),
);
bot.command("poll", (ctx) =>
  ctx.api.sendPoll({
    chat_id: ctx.message.chat.id,
    question: "Which?",
    options: [{ text: "one" }, { text: "two" }],
  }),
);
bot.command("rich", async (ctx) => {
  const rows = [["one", "two"], ["three", "four"]].map((row) => row.map((each) => richTableCell(each)));
  const rich_message = new RichMessageBuilder()
    .heading("Title", 1)
    .paragraph(new RichTextBuilder().plain("some ").bold("words").build())
    .list([richListItem((item) => item.paragraph("first")), richListItem((item) => item.paragraph("second"))])
    .table(rows, { is_bordered: true })
    .details("More", (inner) => inner.preformatted("x = 1", "python"))
    .divider()
    .build();
  const { chat } = ctx.message;
  const { message_id } = await ctx.api.sendRichMessage({ chat_id: chat.id, rich_message });
  const other = new RichMessageBuilder().heading("Other", 2).build();
  await ctx.api.editMessageText({ chat_id: chat.id, message_id, rich_message: other });
});
bot.on("message", async (ctx) => {
  const { chat, document, message_id, text } = ctx.message;
  if (document === undefined) {
    await ctx.reply(`echo: ${text}`, { reply_parameters: { message_id } });
    return;
  }
  const file = await ctx.api.getFile({ file_id: document.file_id });
  const answer = await fetch(`${origin}/file/bot${token}/${file.file_path}`);
  const data = new Uint8Array(await answer.arrayBuffer());
  await ctx.api.sendDocument({
    chat_id: chat.id,
    document: new InputFile(data, { filename: "back.bin" }),
    caption: `${data.length} bytes`,
  });
});
bot.catch((error) => console.error(error));
await bot.api.setMyCommands({ commands: [{ command: "start", description: "Begin" }] });
const me = await bot.api.getMe();
if (port === undefined) {
  bot.startPolling();
} else {
  startWebhook(bot, { port: +port, hostname: "127.0.0.1", path: "/hook", secretToken: "s3cret" });
  await bot.api.setWebhook({ url: `http://127.0.0.1:${port}/hook`, secret_token: "s3cret" });
}
console.log(me.username);
