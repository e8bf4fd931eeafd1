"""The same job with python-telegram-bot and ultravin: a VIN in, what it means out."""

import html
import os

import ultravin
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import ApplicationBuilder, MessageHandler, filters

FACTS = ("Trim", "Body Class", "Doors", "Engine Model", "Fuel Type - Primary", "Plant City", "Plant Country")


async def answer(update, _context):
    report = ultravin.decode(update.message.text)
    said = report["attributes"]
    title = " ".join(str(said[name]) for name in ("Model Year", "Make", "Model") if said.get(name))
    lines = [f"{name}: {html.escape(str(said[name]))}" for name in FACTS if said.get(name)]
    vin = report["vin"]
    text = "\n".join([f"<b>{html.escape(title)}</b>", f"<code>{vin}</code>", *lines])
    details = InlineKeyboardButton("Details", callback_data=f"details {vin}")
    await update.message.reply_text(text, parse_mode="HTML", reply_markup=InlineKeyboardMarkup([[details]]))


ultravin.decode("1HGCM82633A004352")
application = (
    ApplicationBuilder()
    .token(os.environ["TELEGRAM_BOT_TOKEN"])
    .base_url(os.environ["TELEGRAM_API_URL"] + "/bot")
    .concurrent_updates(256)
    .pool_timeout(60)
    .build()
)
application.add_handler(MessageHandler(filters.TEXT, answer))
application.run_polling()
