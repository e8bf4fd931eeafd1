# Messages that the bot sends by itself.

news-details = Detalles
news-more = Más información
maintenance = Ahora mismo estoy en mantenimiento. Vuelve a intentarlo dentro de un rato: no se pierde nada tuyo.
