"""French sentences of the reading of files."""

from __future__ import annotations

MESSAGES = {
    " (did you mean “{close}”?)": " (vouliez-vous dire «\u00a0{close}\u00a0»\u202f?)",
    (
        "A cell is longer than {limit} characters. Shorten it, or check the quotation "
        "marks before it."
    ): (
        "Une cellule dépasse {limit} caractères. Raccourcissez-la, ou vérifiez les "
        "guillemets qui la précèdent."
    ),
    (
        "A quotation mark opens a cell and is never closed. Close it or double the "
        "marks inside the text."
    ): (
        "Un guillemet ouvre une cellule et n’est jamais refermé. Refermez-le, ou "
        "doublez les guillemets à l’intérieur du texte."
    ),
    "Compressed with {packing}": "Compressé avec {packing}",
    (
        "Dates of “{column}” could be read with the day or the month first: the day was taken first"
    ): (
        "Les dates de «\u00a0{column}\u00a0» peuvent se lire jour ou mois en premier\u00a0: le jour a "
        "été lu en premier"
    ),
    "Employees speak: the columns are about their work": "Des salariés s’expriment\u00a0: les colonnes parlent de leur travail",
    "Encoding: {encoding}": "Encodage\u00a0: {encoding}",
    "Encoding: {encoding}, by its mark": "Encodage\u00a0: {encoding}, d’après sa marque",
    "Encoding: {encoding}, by its zero bytes": "Encodage\u00a0: {encoding}, d’après ses octets nuls",
    "Encoding: {encoding}, the likeliest by its accents": "Encodage\u00a0: {encoding}, le plus vraisemblable d’après les accents",
    "Encoding: {encoding}, with a few bytes in another": "Encodage\u00a0: {encoding}, avec quelques octets dans un autre",
    "Above the header, not read as responses: “{text}”": "Au-dessus de l’en-tête, non lu comme des réponses\u00a0: «\u00a0{text}\u00a0»",
    "Header on line {line}": "En-tête à la ligne {line}",
    "JSON lines: one object per line": "JSON par lignes\u00a0: un objet par ligne",
    "JSON: an array of {count} objects": "JSON\u00a0: un tableau de {count} objets",
    "JSON: the array “{path}” of {count} objects": "JSON\u00a0: le tableau «\u00a0{path}\u00a0», de {count} objets",
    (
        "Most rows have {cells} cells and the header has {names}: the last columns are "
        "empty, or a name holding the separator shifts the names after it; check them"
    ): (
        "La plupart des lignes ont {cells} cellules et l’en-tête en a {names}\u00a0: les "
        "dernières colonnes sont vides, ou un nom qui contient le séparateur décale les "
        "noms suivants\u202f; vérifiez-les"
    ),
    (
        "No column identifies the responses: a row that changes in a later file will be "
        "a new response"
    ): (
        "Aucune colonne n’identifie les réponses\u00a0: une ligne modifiée dans un prochain "
        "fichier sera une nouvelle réponse"
    ),
    "No column of texts was found: name it with --map, for instance Comment=text": (
        "Aucune colonne de textes n’a été trouvée\u00a0: désignez-la avec --map, par exemple "
        "Commentaire=text"
    ),
    "No header: the columns are named by their place": "Pas d’en-tête\u00a0: les colonnes sont nommées par leur place",
    (
        "Only a score has a scale: “{said}” for the column “{column}” cannot be used. "
        "Write {role}, or score:{detail}."
    ): (
        "Seul un score a une échelle\u00a0: «\u00a0{said}\u00a0» ne convient pas à la colonne "
        "«\u00a0{column}\u00a0». Écrivez {role}, ou score:{detail}."
    ),
    "Other sheets are not read: {sheets}. To read one, save it alone": (
        "Les autres feuilles ne sont pas lues\u00a0: {sheets}. Pour en lire une, "
        "enregistrez-la seule"
    ),
    "Parquet file": "Fichier Parquet",
    "Recognised: an export of {tool}, by its columns": "Reconnu\u00a0: un export de {tool}, d’après ses colonnes",
    "Separator: {separator}, {why}": "Séparateur\u00a0: {separator}, {why}",
    "Sheet: {sheet}": "Feuille\u00a0: {sheet}",
    "Taken for a survey: it asks questions or measures NPS, CSAT or CES": "Pris pour une enquête\u00a0: le fichier pose des questions ou mesure NPS, CSAT ou CES",
    "Taken for reviews; whether people were asked for them is not known": "Pris pour des avis\u202f; on ne sait pas s’ils ont été sollicités",
    "The channel is not known: tell it with --channel": "Le canal n’est pas connu\u00a0: indiquez-le avec --channel",
    "There is no column “{column}”{hint}. The columns are: {columns}.": "Il n’y a pas de colonne «\u00a0{column}\u00a0»{hint}. Les colonnes sont\u00a0: {columns}.",
    "There is no file {file}. Check its path.": "Le fichier {file} n’existe pas. Vérifiez son chemin.",
    "This line is not a JSON object. Each line must be one object, written on one line.": (
        "Cette ligne n’est pas un objet JSON. Chaque ligne doit être un objet, écrit "
        "sur une seule ligne."
    ),
    "Zip archive holding {names}": "Archive zip contenant {names}",
    "a recommendation answered by yes or no": "une recommandation par oui ou non",
    "a web page or an XML document": "une page web ou un document XML",
    "a PDF document": "un document PDF",
    "an image": "une image",
    "an SQLite database": "une base SQLite",
    "a RAR archive": "une archive RAR",
    "a 7z archive": "une archive 7z",
    "an SPSS file": "un fichier SPSS",
    "a rich text document": "un document RTF",
    "a workbook": "un classeur",
    "a JSON document": "un document JSON",
    "a compressed Parquet file": "un fichier Parquet compressé",
    "another date of the same response": "une autre date de la même réponse",
    "as remembered from an earlier import of this source": "comme lors d’un import précédent de cette source",
    "as you asked": "comme vous l’avez demandé",
    "by its regular count in each row": "d’après son nombre régulier à chaque ligne",
    "by the “sep=” line that opens the file": "d’après la ligne «\u00a0sep=\u00a0» qui ouvre le fichier",
    "computed by the tool from another column": "calculé par l’outil à partir d’une autre colonne",
    "the export says so": "l’export le dit",
    "it identifies the person: kept only as a secret key": "identifie la personne\u00a0: gardé seulement sous forme de clé secrète",
    "its answers are the steps of a worded scale": "ses réponses sont les degrés d’une échelle en mots",
    "its name is a score and its answers go from {low} to {high}": "son nom est celui d’un score et ses réponses vont de {low} à {high}",
    "its name speaks of effort and its answers go from {low} to {high}": "son nom parle d’effort et ses réponses vont de {low} à {high}",
    "its name speaks of recommending and its answers go from {low} to {high}": "son nom parle de recommandation et ses réponses vont de {low} à {high}",
    "its name speaks of satisfaction and its answers go from {low} to {high}": "son nom parle de satisfaction et ses réponses vont de {low} à {high}",
    "its name tells its scale, up to {top}": "son nom dit son échelle, jusqu’à {top}",
    "personal data that is not needed": "des données personnelles dont on n’a pas besoin",
    "tabulation": "tabulation",
    "technical data of the export": "des données techniques de l’export",
    "the answer of the company itself, which is not a voice": "la réponse de l’entreprise elle-même, qui n’est pas une voix",
    "the answers tell their own scale, up to {top}": "les réponses disent leur échelle, jusqu’à {top}",
    "the language chosen in the survey": "la langue choisie dans l’enquête",
    "the language set on the device, which is not the language of the text": "la langue réglée sur l’appareil, qui n’est pas celle du texte",
    "the only column of small whole numbers, from {low} to {high}": "la seule colonne de petits nombres entiers, de {low} à {high}",
    "the reference of an order, which does not identify a review": "la référence d’une commande, qui n’identifie pas un avis",
    "{count} files with the same columns are read one after the other": "{count} fichiers aux mêmes colonnes sont lus l’un après l’autre",
    (
        "{file} cannot be opened: {error}. Check that you may read it and that no other "
        "program holds it."
    ): (
        "{file} ne peut pas être ouvert\u00a0: {error}. Vérifiez que vous avez le droit de "
        "le lire et qu’aucun autre programme ne le tient."
    ),
    (
        "{file} cannot be unpacked to its end: {error}. Download or copy it again; if "
        "it needs a password, unpack it yourself."
    ): (
        "{file} ne peut pas être décompressé jusqu’au bout\u00a0: {error}. Téléchargez-le ou "
        "copiez-le à nouveau\u202f; s’il demande un mot de passe, décompressez-le vous-même."
    ),
    (
        "{file} has a sheet of {rows} rows and {columns} columns, too much for a "
        "workbook, which is read in memory. Delete the empty rows and columns around "
        "the table, or save it as CSV."
    ): (
        "{file} a une feuille de {rows} lignes et {columns} colonnes, trop pour un "
        "classeur, qui est lu en mémoire. Supprimez les lignes et les colonnes vides "
        "autour du tableau, ou enregistrez-le en CSV."
    ),
    (
        "{file} has {count} columns, more than {limit}. Keep the columns of the "
        "answers, or turn the table so that each answer is one row."
    ): (
        "{file} a {count} colonnes, plus que {limit}. Gardez les colonnes des réponses, "
        "ou tournez le tableau pour que chaque réponse soit une ligne."
    ),
    (
        "{file} holds more than {size} MB, too much for {what}, which is read in "
        "memory. Save it as CSV, JSON lines (one object a line) or Parquet, which are read piece "
        "by piece."
    ): (
        "{file} contient plus de {size} Mo, trop pour {what}, qui est lu en mémoire. "
        "Enregistrez-le en CSV, en JSON lines (un objet par ligne) ou en Parquet, qui sont lus "
        "morceau par morceau."
    ),
    "{file} holds no JSON object. Each line must be one object.": "{file} ne contient aucun objet JSON. Chaque ligne doit être un objet.",
    (
        "{file} holds no array of objects, so that its rows cannot be told. Give an "
        'array such as [{{"comment": "…", "score": 9}}, …], or one object per line.'
    ): (
        "{file} ne contient aucun tableau d’objets, si bien que ses lignes ne peuvent "
        'être trouvées. Donnez un tableau tel que [{{"commentaire": "…", "note": 9}}, '
        "…], ou un objet par ligne."
    ),
    "{file} holds no row. Export it again.": "{file} ne contient aucune ligne. Exportez-le à nouveau.",
    (
        "{file} holds tables with different columns ({one}, {other}). Unpack it and "
        "give them one by one, each with its source."
    ): (
        "{file} contient des tableaux aux colonnes différentes ({one}, {other}). "
        "Décompressez-le et donnez-les un par un, chacun avec sa source."
    ),
    ("{file} holds {count} files, more than {limit}. Unpack it and give the files you want."): (
        "{file} contient {count} fichiers, plus que {limit}. Décompressez-le et donnez "
        "les fichiers voulus."
    ),
    "{file} is a broken Parquet file: {error}. Copy or export it again.": "{file} est un fichier Parquet abîmé\u00a0: {error}. Copiez-le ou exportez-le à nouveau.",
    (
        "{file} is a broken workbook: {error}. Open it in the spreadsheet, which may "
        "repair it, and save it again as XLSX or CSV."
    ): (
        "{file} est un classeur abîmé\u00a0: {error}. Ouvrez-le dans le tableur, qui peut le "
        "réparer, et enregistrez-le à nouveau en XLSX ou en CSV."
    ),
    "{file} is a folder. Give the files it holds, for instance {file}/*.csv.": "{file} est un dossier. Donnez les fichiers qu’il contient, par exemple {file}/*.csv.",
    "{file} is an archive without any file inside. Make it again.": "{file} est une archive sans aucun fichier. Refaites-la.",
    "{file} is broken JSON: {error}. It may be cut: export or download it again.": (
        "{file} est un JSON abîmé\u00a0: {error}. Il est peut-être coupé\u00a0: exportez-le ou "
        "téléchargez-le à nouveau."
    ),
    "{file} is empty. Export it again.": "{file} est vide. Exportez-le à nouveau.",
    (
        "{file} is not text: {share} of its first bytes are not characters. Open it "
        "with the program that made it and save it as CSV UTF-8 or XLSX."
    ): (
        "{file} n’est pas du texte\u00a0: {share} de ses premiers octets ne sont pas des "
        "caractères. Ouvrez-le avec le programme qui l’a fait et enregistrez-le en CSV "
        "UTF-8 ou en XLSX."
    ),
    ("{file} is protected by a password. Open it in the spreadsheet and save it without one."): (
        "{file} est protégé par un mot de passe. Ouvrez-le dans le tableur et "
        "enregistrez-le sans mot de passe."
    ),
    "{file} is protected by a password. Unpack it yourself and give the file inside.": (
        "{file} est protégé par un mot de passe. Décompressez-le vous-même et donnez le "
        "fichier qu’il contient."
    ),
    ("{file} is {form}, which is not read. Export the responses as CSV, XLSX, JSON or Parquet."): (
        "{file} est {form}, qui n’est pas lu. Exportez les réponses en CSV, XLSX, JSON ou Parquet."
    ),
    (
        "{file} unpacks to more than {ratio} times its size: it may be made to fill the "
        "disk. If you trust it, unpack it yourself and give the file inside."
    ): (
        "{file} se décompresse en plus de {ratio} fois sa taille\u00a0: il est peut-être "
        "fait pour remplir le disque. Si vous lui faites confiance, décompressez-le "
        "vous-même et donnez le fichier qu’il contient."
    ),
    (
        "{found} cells where {expected} are expected. Put quotation marks around the "
        "cells that hold the separator, or complete the row."
    ): (
        "{found} cellules là où {expected} sont attendues. Mettez entre guillemets les "
        "cellules qui contiennent le séparateur, ou complétez la ligne."
    ),
    "{unfinished} of the first {seen} responses were not finished: they are kept": (
        "{unfinished} des {seen} premières réponses ne sont pas terminées\u00a0: elles sont gardées"
    ),
    (
        "“{detail}” is not a scale for the column “{column}”. Write one of {kinds}, or "
        "its two ends, for instance score:0-20."
    ): (
        "«\u00a0{detail}\u00a0» n’est pas une échelle pour la colonne «\u00a0{column}\u00a0». Écrivez l’une "
        "de celles-ci, {kinds}, ou ses deux bouts, par exemple score:0-20."
    ),
    "“{piece}” is not “column=role”. Write for instance: Comment=text, Score=score:nps": (
        "«\u00a0{piece}\u00a0» n’est pas de la forme «\u00a0colonne=rôle\u00a0». Écrivez par exemple\u00a0: "
        "Commentaire=text, Note=score:nps"
    ),
    "“{role}” is not a role for the column “{column}”. The roles are: {roles}.": "«\u00a0{role}\u00a0» n’est pas un rôle pour la colonne «\u00a0{column}\u00a0». Les rôles sont\u00a0: {roles}.",
    "a translation of “{column}”, whose texts are already voices": "une traduction de «\u00a0{column}\u00a0», dont les textes sont déjà des voix",
    "{share} of its answers are dates": "{share} de ses réponses sont des dates",
    "a second date; the response is dated by “{column}”": "une seconde date\u202f; la réponse est datée par «\u00a0{column}\u00a0»",
    (
        "its name identifies a response, but {repeated} rows share theirs with another or have none"
    ): (
        "son nom identifie une réponse, mais {repeated} lignes partagent le leur avec "
        "une autre ou n’en ont pas"
    ),
    "another column already identifies the responses": "une autre colonne identifie déjà les réponses",
    "its name identifies a response and no two rows share it": "son nom identifie une réponse et chaque ligne a le sien",
    "numbers of rows, which start again in each export and identify nothing": "des numéros de ligne, qui recommencent à chaque export et n’identifient rien",
    "{count} different values that group the responses": "{count} valeurs différentes qui groupent les réponses",
    "no answer in it": "aucune réponse dedans",
    "the date of the answer of the company": "la date de la réponse de l’entreprise",
    "names or details of people: not needed, and they do not identify one person for sure": (
        "des noms ou des coordonnées\u00a0: inutiles, et ils n’identifient pas une personne "
        "à coup sûr"
    ),
    "addresses of machines: personal data that is not needed": "des adresses de machines\u00a0: des données personnelles dont on n’a pas besoin",
    "e-mail addresses: kept only as a secret key": "des adresses e-mail\u00a0: gardées seulement sous forme de clé secrète",
    "its name identifies a person: kept only as a secret key": "son nom identifie une personne\u00a0: gardé seulement sous forme de clé secrète",
    "its name says language and it holds language codes": "son nom dit langue et elle contient des codes de langue",
    "its name says channel and its values are channels": "son nom dit canal et ses valeurs sont des canaux",
    "it tells who speaks": "elle dit qui s’exprime",
    "web addresses": "des adresses web",
    "always the same value": "toujours la même valeur",
    "nearly all its values differ, so that they group nothing": "presque toutes ses valeurs diffèrent, si bien qu’elles ne groupent rien",
    "sentences of {words} words on average": "des phrases de {words} mots en moyenne",
    "the longest answers of the file": "les réponses les plus longues du fichier",
    "its name says text and its answers vary": "son nom dit texte et ses réponses varient",
    "its name says title, and the texts are elsewhere": "son nom dit titre, et les textes sont ailleurs",
    "its name says title and there is no other text": "son nom dit titre et il n’y a pas d’autre texte",
}
