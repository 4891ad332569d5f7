"""What is withheld of small groups of employees, in French."""

MESSAGES = {
    "Groups of fewer than {least} employees are withheld, and another with each, so that none can be found back.": "Les groupes de moins de {least} employés ne sont pas montrés, ni un autre avec chacun, pour qu’aucun ne puisse être retrouvé.",
    "Fewer than {least} employees are behind this figure, or behind one that would give it back: it is withheld, so that nobody can be told apart.": "Moins de {least} employés sont derrière ce chiffre, ou derrière un autre qui le redonnerait\u00a0: il n’est pas montré, pour que personne ne puisse être reconnu.",
    "What employees say is withheld under such conditions: two figures of nearly the same people tell what one of them said. Ask by at most two of place, theme and time, each with “=”.": "Ce que disent les employés n’est pas montré sous de telles conditions\u00a0: deux chiffres sur presque les mêmes personnes disent ce que l’une d’elles a dit. Demandez selon deux au plus du lieu, du thème et du temps, chacun avec «\u00a0=\u00a0».",
    "Employees are left out of this figure: with the customers’ own, it would give back what a group of fewer than {least} of them say.": "Les employés sont laissés hors de ce chiffre\u00a0: rapproché de celui des clients, il redonnerait ce que dit un groupe de moins de {least} d’entre eux.",
    "Employees, in a number that is withheld.": "Des employés, dont le nombre n’est pas montré.",
    "withheld (small group of employees)": "non montré (petit groupe d’employés)",
    "{subject}: withheld (small group of employees)": "{subject}\u00a0: non montré (petit groupe d’employés)",
    "without numbers: a small group of employees": "sans nombres\u00a0: un petit groupe d’employés",
    "This figure is withheld.": "Ce chiffre n’est pas montré.",
}
