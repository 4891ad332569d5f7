"""What engines other than ours say, in French."""

MESSAGES = {
    "There is no engine {name}. Name one of {valid}, or the folder of a model.": "Il n’y a pas de moteur {name}. Nommez l’un de ceux-ci\u00a0: {valid}, ou le dossier d’un modèle.",
    "The engine of the folder {folder} needs {name}, which is not installed. Type: pip install {name}": "Le moteur du dossier {folder} a besoin de {name}, qui n’est pas installé. Tapez\u00a0: pip install {name}",
    "The model of the folder {folder} cannot be used: {problem}. It must hold config.json, tokenizer.json and model.onnx, for token classification with a polarity in each label.": "Le modèle du dossier {folder} ne peut pas servir\u00a0: {problem}. Le dossier doit contenir config.json, tokenizer.json et model.onnx, pour une classification de mots avec une polarité dans chaque étiquette.",
    "The folder {folder} holds a model that is not exported to ONNX. Type: optimum-cli export onnx --task token-classification --model {folder} NEW_FOLDER, and name the new folder.": "Le dossier {folder} contient un modèle qui n’est pas exporté en ONNX. Tapez\u00a0: optimum-cli export onnx --task token-classification --model {folder} NOUVEAU_DOSSIER, puis nommez le nouveau dossier.",
    "The folder {folder} holds no model. It must hold encoder.onnx, tokenizer.json and digest.txt, or model.onnx, tokenizer.json and config.json.": "Le dossier {folder} ne contient pas de modèle. Il doit contenir encoder.onnx, tokenizer.json et digest.txt, ou bien model.onnx, tokenizer.json et config.json.",
    "not installed: {names}. Type: pip install {names}": "pas installé\u00a0: {names}. Tapez\u00a0: pip install {names}",
    "the model of the package": "le modèle fourni",
    "reads better, half as fast": "lit mieux, deux fois moins vite",
    "words only: faster, needs no model": "des mots seulement\u00a0: plus rapide, sans modèle",
    "texts leave for {host}, {model}": "les textes partent vers {host}, {model}",
    "{version}": "{version}",
    "The engine “endpoint” is off: {missing} not told. Set {names} in the environment, or in the setting “endpoint” of the workspace; see docs/guide/engines.md.": "Le moteur «\u00a0endpoint\u00a0» est éteint\u00a0: il manque {missing}. Définissez {names} dans l’environnement, ou dans le réglage «\u00a0endpoint\u00a0» de l’espace\u202f; voir docs/guide/engines.md.",
    "“{address}” is not an address that texts may be sent to: it must begin with https://, or with http:// on this machine, and hold neither name nor password.": "«\u00a0{address}\u00a0» n’est pas une adresse où envoyer des textes\u00a0: elle doit commencer par https://, ou par http:// sur cette machine, et ne contenir ni nom ni mot de passe.",
    "{host} is not among the addresses allowed ({allowed}). Whoever answers for these data adds it to {name} in the environment.": "{host} ne fait pas partie des adresses autorisées ({allowed}). La personne responsable de ces données l’ajoute à {name} dans l’environnement.",
    "“{value}” is not a valid {name} for the engine “endpoint”: write a number, 0 or more.": "«\u00a0{value}\u00a0» n’est pas une valeur possible de {name} pour le moteur «\u00a0endpoint\u00a0»\u00a0: écrivez un nombre, 0 ou plus.",
    "{host} did not answer after {attempts} attempts: {problem}. What was read so far is kept: start again later.": "{host} n’a pas répondu après {attempts} essais\u00a0: {problem}. Ce qui a été lu est gardé\u00a0: recommencez plus tard.",
    "{host} refuses: HTTP {status} {reason}. Check the address, the model and the key.": "{host} refuse\u00a0: HTTP {status} {reason}. Vérifiez l’adresse, le modèle et la clé.",
    "What may be spent on the engine “endpoint” is spent: {spent} of {cap} {currency}, and the next text may cost {next}. What was read is kept: raise {name} and start again.": "La dépense permise pour le moteur «\u00a0endpoint\u00a0» est atteinte\u00a0: {spent} sur {cap} {currency}, et le prochain texte peut coûter {next}. Ce qui a été lu est gardé\u00a0: relevez {name} et recommencez.",
    "Endpoint {host}, {model}: {requests} requests, {tokens_in} tokens read and {tokens_out} written, {cost} {currency}; {kept} texts answered by what was kept.": "Serveur {host}, {model}\u00a0: {requests} demandes, {tokens_in} jetons lus et {tokens_out} écrits, {cost} {currency}\u202f; {kept} textes répondus par ce qui était gardé.",
    "Refused: {refused} opinions that the texts do not prove; {unreadable} texts whose answers cannot be read have none.": "Refusé\u00a0: {refused} opinions que les textes ne prouvent pas\u202f; {unreadable} textes dont les réponses sont illisibles n’en ont pas.",
}
