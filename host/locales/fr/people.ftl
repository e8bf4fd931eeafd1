command-compare = Véhicules côte à côte : /compare VIN VIN
command-history = Ce que vous avez cherché
command-garage = Vos voitures
command-save = Garder une voiture : /save VIN
command-watch = Être averti des nouveaux rappels : /watch VIN
command-settings = Langue, unités, vie privée
command-feedback = Écrire à la personne qui exploite ce bot
command-export = Tout ce qui est conservé sur vous
command-forget = Tout supprimer sur vous
command-privacy = Ce qui est conservé, et combien de temps
command-about = Versions et données
command-cancel = Mettre fin à une question

# What stands between thousands, and from how many digits on.
number-group = { "\u202F" }
number-group-from = 4
language-name = Français
day = { $day }/{ $month }/{ $year }
on = oui
off = non
automatic = Automatique
cancel = Annuler
save = ⭐ Garder
watch = 🔔 Surveiller
unwatch = 🔕 Ne plus surveiller
share = Partager
rename = Renommer
remove = Retirer

anonymous = C'est réservé aux personnes, et ici vous parlez en tant que groupe ou canal.
in-private-only = C'est pour une conversation privée avec moi : ouvrez-en une et envoyez-le là.
not-in-shared = Cela ne tient pas dans une fiche partagée. Demandez-le-moi en privé : @{ $bot }
which-vin = Quel VIN ? Écrivez-le après la commande, par exemple <code>1HGCM82633A004352</code>.
store-down = Je n'accède pas à ce qui est conservé pour l'instant. Réessayez dans une minute.
store-full = Il y en a déjà { $most }, et je n'en garde pas plus. Retirez-en d'abord.
slow-down =
    { $seconds ->
        [one] Que c'est rapide ! Je peux continuer dans une seconde.
       *[other] Que c'est rapide ! Je peux continuer dans { $seconds } secondes.
    }

compare-first = Envoyez-moi les VIN à comparer, l'un après l'autre ou tous à la fois.
compare-next = Et le deuxième VIN ?
compare-too-many = Je peux en mettre { $most } au plus côte à côte.

history-title = Vous avez cherché { $count ->
        [one] un véhicule
       *[other] { $count } véhicules
    }
history-empty = Votre historique est vide.
history-private = Vous êtes en mode privé : je ne conserve rien de ce que vous cherchez. /settings change cela.
history-cleared = { $count ->
        [one] Une entrée est supprimée.
       *[other] { $count } entrées sont supprimées.
    }
history-clear = Vider
history-off = Ne plus conserver
history-on = Conserver à nouveau
history-is-off = Désormais, je ne conserve rien de ce que vous cherchez. Ce qui l'était reste jusqu'à ce que vous le supprimiez.
history-is-on = Désormais, je conserve ce que vous cherchez, pour vous seul.

garage-title = { $count ->
        [one] Votre voiture
       *[other] Vos { $count } voitures
    }
garage-empty = Vous n'avez pas encore gardé de voiture. Envoyez un VIN et appuyez sur ⭐ Garder.
saved = Gardée : { $title }. /garage montre vos voitures.
saved-already = Elle est déjà dans votre /garage.
removed = Retirée de votre /garage.
not-saved = Elle n'est pas dans votre /garage.
name-ask = Comment appeler <code>{ $vin }</code> ?
name-odd = Un nom est une ligne de { $most } caractères au plus.
named = Elle s'appelle désormais { $name }.

watching = { $count ->
        [0] Surveillée. Aucun rappel n'est connu : je vous avertis dès qu'il y en a un.
        [one] Surveillée. Un rappel est connu : je vous avertis dès qu'il y en a un autre.
       *[other] Surveillée. { $count } rappels sont connus : je vous avertis dès qu'il y en a un autre.
    }
watch-unknown = Je n'ai pas accès à ses rappels pour l'instant et ne saurais pas ce qui est nouveau. Réessayez plus tard.
watch-nobody = Aucune de mes sources ne connaît les rappels de cette voiture : la plupart connaissent ceux des voitures vendues aux États-Unis. Il n'y a donc rien à surveiller.
watch-full = Vous surveillez déjà { $most } voitures, et je ne peux pas en surveiller plus. Rien n'a été enregistré : arrêtez-en d'abord une dans /garage.
watch-ended = Elle n'est plus surveillée.
watch-none = Elle n'était pas surveillée.
watch-news = <b>Un nouveau rappel</b> pour { $title }

feedback-ask = Que voulez-vous dire à la personne qui exploite ce bot ?
feedback-full = J'ai déjà { $most } messages de vous. Laissez à mon exploitant le temps de les lire.
feedback-kept = Merci ! C'est transmis.
argument-ask = Envoyez, s'il vous plaît : <b>{ $what }</b>
argument-vin = le VIN
argument-mileage = le kilométrage en miles
argument-state = l'État américain, par exemple CA
argument-plate = la plaque d'immatriculation
argument-code = le code de panne, par exemple P0115
cancelled = C'est fait : je n'attends plus de réponse.
nothing-to-cancel = Il n'y a rien à annuler.

settings-title = Réglages
settings-language = Langue
settings-units = Unités
settings-history = Historique
settings-private = Mode privé
settings-odd = Ce réglage n'existe pas. /settings montre ce qu'il y a.
units-metric = métriques
units-us = américaines

export = Tout ce qui est conservé sur vous.
export-empty = Rien n'est conservé sur vous.
forget-really =
    <b>Tout supprimer sur vous ?</b>
    Historique, voitures, surveillances, réglages et messages à l'exploitant. C'est sans retour ; /export vous en donne d'abord une copie.
forget-yes = Tout supprimer
forgot = Supprimé :
forgot-nothing = Rien n'était conservé sur vous.
table-settings = réglages
table-history = historique
table-garage = voitures
table-watches = surveillances
table-dialogues = questions ouvertes
table-private-chats = l'entrée de cette conversation
table-answers = notes de quel message répond à quel autre
table-feedback = messages à l'exploitant

about = <b>vinbot { $version }</b>, un bot qui lit les numéros de série des véhicules. Il est fait de plugins :
privacy =
    <b>Ce qui est conservé</b>
    Ce que vous cherchez (les 200 derniers VIN, jusqu'à ce que vous les supprimiez), les voitures gardées et surveillées, vos réglages, vos messages à l'exploitant, une question qui attend votre réponse (15 minutes), lequel de mes messages répond auquel des vôtres (un jour), et que cette conversation existe. Rien d'autre : ni texte, ni photo, ni nom.

    Ce que signifie un VIN est conservé sans dire qui l'a demandé.

    /settings désactive l'historique ou passe en mode privé, où je ne conserve que ce que vous me demandez de garder : voitures, surveillances, réglages, messages à l'exploitant et une question en attente. Le journal ne dit alors pas qui a demandé. /export montre tout, /forget le supprime.
