// The bot of `test_bot_libraries.py` in Telegraf.
import { createServer } from "node:http";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const { Input, Markup, Telegraf } = require("telegraf");
const { message } = require("telegraf/filters");
const [token, origin, port] = process.argv.slice(2);
const bot = new Telegraf(token, { telegram: { apiRoot: origin } });

bot.start((ctx) =>
  ctx.replyWithHTML(
    `Hello <b>${ctx.from.first_name}</b> ${ctx.payload}`.trim(),
    Markup.inlineKeyboard([
      [Markup.button.callback("Press", "press")],
      [Markup.button.url("Site", "https://example.com/")],
    ]),
  ),
);
bot.action("press", async (ctx) => {
  await ctx.answerCbQuery("Pressed", { show_alert: true });
  await ctx.editMessageText("pressed");
});
const more = Markup.inlineKeyboard([[Markup.button.callback("More", "more")]]);
bot.on("inline_query", (ctx) => {
  const said = { message_text: `<b>said</b> ${ctx.inlineQuery.query}`, parse_mode: "HTML" };
  const bar = { title: "Bar", address: "A street", latitude: 1.5, longitude: 2.5 };
  return ctx.answerInlineQuery(
    [
      { type: "article", id: "words", title: "Words", input_message_content: said, ...more },
      { type: "article", id: "venue", title: "Venue", input_message_content: bar },
      { type: "contact", id: "contact", phone_number: "123", first_name: "Cy" },
    ],
    { cache_time: 0, button: { text: "Sign in", start_parameter: "in" } },
  );
});
bot.on("chosen_inline_result", async (ctx) => {
  const { inline_message_id: id, result_id: result } = ctx.chosenInlineResult;
  if (id) await ctx.telegram.editMessageText(undefined, undefined, id, `chosen ${result}`, more);
});
bot.action("more", async (ctx) => {
  await ctx.answerCbQuery("Inline");
  await ctx.editMessageText("more");
});
bot.command("keys", (ctx) => ctx.reply("choose", Markup.keyboard([["Yes", "No"]]).resize()));
bot.command("poll", (ctx) => ctx.replyWithPoll("Which?", ["one", "two"]));
bot.on(message("document"), async (ctx) => {
  const link = await ctx.telegram.getFileLink(ctx.message.document.file_id);
  const data = Buffer.from(await (await fetch(link)).arrayBuffer());
  await ctx.replyWithDocument(Input.fromBuffer(data, "back.bin"), { caption: `${data.length} bytes` });
});
bot.on(message("text"), (ctx) =>
  ctx.reply(`echo: ${ctx.message.text}`, { reply_parameters: { message_id: ctx.message.message_id } }),
);
bot.catch((error) => console.error(error));
await bot.telegram.setMyCommands([{ command: "start", description: "Begin" }]);
const me = await bot.telegram.getMe();
if (port === undefined) {
  bot.launch({ dropPendingUpdates: false });
} else {
  const hook = bot.webhookCallback("/hook", { secretToken: "s3cret" });
  createServer(hook).listen(+port, "127.0.0.1");
  await bot.telegram.setWebhook(`http://127.0.0.1:${port}/hook`, { secret_token: "s3cret" });
}
console.log(me.username);
