start =
    <b>Envoyez-moi un VIN et je vous dis de quelle voiture il s'agit.</b>

    Le VIN (numéro de série) compte 17 caractères ; il figure sur la carte grise, au bas du pare-brise et dans l'encadrement de la portière du conducteur. Écrivez-le comme vous voulez : minuscules, espaces et tirets ne gênent pas, et vous pouvez en envoyer plusieurs.

    Pas de VIN sous la main ? Essayez l'un de ceux-ci :
example-audi = Une Audi d'Allemagne

help-how =
    <b>Comment ça marche</b>
    Envoyez un VIN, ou un texte qui en contient, jusqu'à { $most } à la fois. Vous recevez la marque, le modèle, l'année, le moteur et plus ; « Détails » montre tout ce qui est connu.

    <b>Où se trouve le VIN ?</b>
    Sur la carte grise, sur le pare-brise (côté conducteur, en bas), dans l'encadrement de la portière du conducteur, sur la carte d'assurance. Il compte 17 caractères et jamais les lettres I, O ou Q.

    <b>Une faute de frappe ?</b>
    Envoyez-le quand même : je dis ce qui ne va pas et propose le VIN corrigé.
help-commands = Commandes

command-vin = Chercher un VIN : /vin 1HGCM82633A004352
command-help = Ce que sait faire ce bot, et où se trouve le VIN

vin-usage =
    Écrivez le VIN après la commande : <code>/vin 1HGCM82633A004352</code>
    Ou répondez /vin à un message qui en contient un.
unknown-command = La commande /{ $name } n'existe pas. /help dit ce qu'il y a.
no-vin = Je n'y vois pas de VIN. Un VIN compte 17 lettres et chiffres, comme <code>1HGCM82633A004352</code>. /help dit où trouver le vôtre.
no-text = Je ne peux pas lire cela. Tapez le VIN : 17 lettres et chiffres.
too-many =
    { $all ->
        [one] C'était un VIN.
       *[other] C'étaient { $all } VIN.
    } J'ai répondu aux { $answered } premiers ; envoyez les autres par messages de { $answered } au plus.
more-near-misses =
    { $more ->
        [one] Un autre texte est presque un VIN. Envoyez-le dans un message à part.
       *[other] { $more } autres sont presque des VIN. Renvoyez-les par messages de trois au plus.
    }

unknown-vin = Aucun constructeur ni pays n'est connu pour ses premiers caractères. Est-il bien écrit ?
unavailable = Je ne peux pas le chercher pour l'instant : un problème est survenu de mon côté. Réessayez dans une minute.
trouble-timeout = Le service qui le sait ne répond pas pour l'instant. Réessayez dans une minute.
trouble-outage = Le service qui le sait est en panne pour l'instant. Réessayez plus tard.
trouble-quota = Le service qui le sait a été trop sollicité. Réessayez plus tard.
trouble-denied = Le service qui le sait me refuse l'accès. C'est à la personne qui m'exploite d'y remédier.
trouble-not-found = Le service interrogé n'en sait rien.
trouble-bad-answer = Le service qui le sait a donné une réponse que je ne peux pas lire. Réessayez plus tard.

old-button = Ce bouton ne fonctionne plus. Renvoyez le VIN.
compare = Comparer
compare-with = Comparer avec …

near-miss = C'est presque un VIN.
fault-too-short = Il compte 16 caractères, un de moins : un VIN en compte 17.
fault-too-long = Il compte 18 caractères, un de trop : un VIN en compte 17.
fault-letter = En position { $position } se trouve la lettre { $letter }, absente de tout VIN : c'est en général le chiffre { $digit }.
near-miss-none = Comparez-le avec les papiers, caractère par caractère.
near-miss-one = Vouliez-vous dire celui-ci ?
near-miss-several = Vouliez-vous dire l'un de ceux-ci ?

inline-type = Tapez un VIN : 17 lettres et chiffres
inline-none = Pas de fiche pour cela : tapez un VIN entier
