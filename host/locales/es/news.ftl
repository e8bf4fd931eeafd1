# Messages that the bot sends by itself.

news-details = Detalles
news-more = Más información
maintenance = Ahora mismo estoy en mantenimiento. Vuelve a intentarlo dentro de un rato: no se pierde nada tuyo.

# Sentences in news of recalls, by what they are in English.

said-do-not-drive-it-until-it-is-repaired = No lo conduzca hasta que esté reparado.
said-park-it-outside-and-away-from-buildings = Apárquelo al aire libre y lejos de edificios.
said-it-is-repaired-by-an-update-over-the-air = Se repara con una actualización por radio.
said-remedy = Solución: { $what }
