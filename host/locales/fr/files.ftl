help-files =
    <b>Photos et tableaux</b>
    Une photo de la plaque, de l'étiquette de portière ou des papiers : je lis le code-barres ou le numéro imprimé. Un tableau (CSV, TXT, XLSX) revient avec l'année, la marque, le modèle et plus pour chaque VIN. Dans un groupe, écrivez /vin sous le fichier ou en réponse.

file-odd = Je lis les photos, et les tableaux en CSV, TXT ou XLSX. Ce fichier est autre chose.
file-too-large = Ce fichier est trop grand : je peux en prendre { $most } Mo au plus. Envoyez-en un plus petit, ou des parties.
file-gone = Je n'ai pas pu obtenir ce fichier de Telegram. Renvoyez-le, s'il vous plaît.
file-busy-own = Je m'occupe encore de ce que vous avez envoyé avant. Renvoyez ceci quand ce sera fini.
file-busy = Trop de personnes m'envoient des fichiers en ce moment. Réessayez dans une minute.
file-interrupted = J'ai été arrêté avant d'avoir fini avec votre fichier. Renvoyez-le dans une minute.
file-stopped = Arrêté.

photo-nothing =
    <b>Je ne trouve pas de VIN sur cette image.</b>
    Une bonne image montre le code-barres ou les 17 caractères de face, nets, sous une lumière égale, et ils en remplissent la plus grande partie. Ou tapez le VIN.
photo-other-codes = Il y a un code, mais pas de VIN dedans.
photo-bars-only = Je ne lis que les codes-barres, pas les caractères imprimés.
photo-out-of-time = Il y avait trop à lire dans le temps imparti : une image du numéro seul se lit plus vite.
photo-doubtful = Lu sur l'impression : <code>{ $vins }</code>. Comparez, caractère par caractère.
photo-too-many-pixels = Cette image a plus de { $most } mégapixels. Envoyez-en une plus petite.
photo-unknown = Je ne peux pas lire ce genre d'image. Envoyez-la en JPEG, PNG ou WebP.
photo-damaged = Cette image est abîmée. Renvoyez-la, s'il vous plaît.

sheet-progress = Je cherche les lignes du tableau : { $done } sur { $all } ({ $percent } %)
sheet-done =
    { $rows ->
        [one] Une ligne
       *[other] { $rows } lignes
    }{ $failed ->
        [0] , et toutes sont décodées.
        [one] . Quelque chose ne va pas pour une : sa dernière colonne dit quoi.
       *[other] . Quelque chose ne va pas pour { $failed } : la dernière colonne dit quoi.
    }
sheet-queued = D'autres tableaux passent d'abord ; le vôtre est le suivant.
sheet-stopping = J'arrête.
sheet-nothing-to-stop = Vous n'avez rien en cours qui puisse être arrêté.
sheet-no-vin = Il n'y a pas de VIN sur cette ligne.
sheet-check-digit = Le chiffre de contrôle (position 9) est faux : un caractère a peut-être été mal saisi.
sheet-too-many-rows = Ce tableau a plus de { $most } lignes. Partagez-le, s'il vous plaît.
sheet-too-many-columns = Ce tableau a plus de { $most } colonnes. Gardez celle des VIN et quelques autres.
sheet-unpacked = Ce fichier est trop grand une fois décompressé. Enregistrez seulement la feuille des VIN.
sheet-empty = Ce fichier est vide.
sheet-no-vins = Je ne trouve pas de VIN dans ce tableau. Un VIN compte 17 caractères ; chacun a sa propre ligne.
sheet-password = Ce fichier est protégé par un mot de passe. Enregistrez-le sans, et renvoyez-le.
sheet-unknown = Je ne peux pas lire cela comme un tableau. Enregistrez-le en XLSX ou CSV.
sheet-damaged = Ce fichier est abîmé. Enregistrez-le à nouveau en XLSX ou CSV.

column-year = Année
column-make = Marque
column-model = Modèle
column-trim = Finition
column-body = Carrosserie
column-engine = Moteur
column-fuel = Carburant
column-country = Pays
column-error = Erreur
