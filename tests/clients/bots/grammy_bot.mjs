// The bot of `test_bot_libraries.py` in grammY.
import { createServer } from "node:http";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const { Bot, InlineKeyboard, InlineQueryResultBuilder, InputFile, Keyboard, webhookCallback } = require("grammy");
const [token, origin, port] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot: origin } });

bot.command("start", (ctx) =>
  ctx.reply(`Hello <b>${ctx.from.first_name}</b> ${ctx.match}`.trim(), {
    parse_mode: "HTML",
    reply_markup: new InlineKeyboard().text("Press", "press").row().url("Site", "https://example.com/"),
  }),
);
bot.callbackQuery("press", async (ctx) => {
  await ctx.answerCallbackQuery({ text: "Pressed", show_alert: true });
  await ctx.editMessageText("pressed");
});
bot.command("keys", (ctx) =>
  ctx.reply("choose", { reply_markup: new Keyboard().text("Yes").text("No").resized() }),
);
bot.command("poll", (ctx) => ctx.replyWithPoll("Which?", [{ text: "one" }, { text: "two" }]));
bot.on("message:document", async (ctx) => {
  const file = await ctx.getFile();
  const answer = await fetch(`${origin}/file/bot${token}/${file.file_path}`);
  const data = Buffer.from(await answer.arrayBuffer());
  await ctx.replyWithDocument(new InputFile(data, "back.bin"), { caption: `${data.length} bytes` });
});
bot.on("message:text", (ctx) =>
  ctx.reply(`echo: ${ctx.message.text}`, { reply_parameters: { message_id: ctx.message.message_id } }),
);
const more = new InlineKeyboard().text("More", "more");
bot.on("inline_query", (ctx) =>
  ctx.answerInlineQuery(
    [
      InlineQueryResultBuilder.article("words", "Words", { reply_markup: more }).text(
        `<b>said</b> ${ctx.inlineQuery.query}`,
        { parse_mode: "HTML" },
      ),
      InlineQueryResultBuilder.article("venue", "Venue").venue("Bar", 1.5, 2.5, "A street"),
      InlineQueryResultBuilder.contact("contact", "123", "Cy"),
    ],
    { cache_time: 0, button: { text: "Sign in", start_parameter: "in" } },
  ),
);
bot.on("chosen_inline_result", async (ctx) => {
  const { inline_message_id: id, result_id: result } = ctx.chosenInlineResult;
  if (id) await ctx.api.editMessageTextInline(id, `chosen ${result}`, { reply_markup: more });
});
bot.callbackQuery("more", async (ctx) => {
  await ctx.answerCallbackQuery("Inline");
  await ctx.editMessageText("more");
});
bot.catch((error) => console.error(error));
await bot.api.setMyCommands([{ command: "start", description: "Begin" }]);
if (port === undefined) {
  bot.start({ timeout: 10, onStart: (me) => console.log(me.username) });
} else {
  await bot.init();
  createServer(webhookCallback(bot, "http", { secretToken: "s3cret" })).listen(+port, "127.0.0.1");
  await bot.api.setWebhook(`http://127.0.0.1:${port}/hook`, { secret_token: "s3cret" });
  console.log(bot.botInfo.username);
}
