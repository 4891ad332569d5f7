"""Frequent French and English first names, written for this project."""

from __future__ import annotations

FIRST_NAMES = frozenset(
    """
    Adam Adrien Adèle Agathe Agnès Alain Albert Alex Alexandra Alexandre Alexis Alice Aline Alison
    Amandine Amina Amy Amélie Anaïs Andrew André Andréa Angela Angélique Anita Ann Anna Anne
    Annick Annie Anthony Antoine Antonin Ariane Arnaud Arthur Ashley Audrey Aurélie Aurélien Axel
    Baptiste Barbara Bastien Beatrice Ben Benjamin Benoît Bernadette Bernard Bertrand Beth Betty
    Bob Brandon Brian Brigitte Bruno Béatrice Camille Carine Carl Carol Carole Caroline Catherine
    Cathy Chantal Charles Charlie Charlotte Chloé Chris Christelle Christian Christiane Christine
    Christophe Christopher Cindy Claire Clara Claude Claudine Clémence Clément Colette Coralie
    Corinne Cynthia Cyril Cécile Cédric Céline Damien Daniel Danielle Danièle Dave David Deborah
    Delphine Denis Denise Diane Didier Dominique Donna Dorothée Dylan Edward Elisabeth Elizabeth
    Ella Elsa Emilie Emily Emma Emmanuel Emmanuelle Enzo Eric Erin Estelle Esther Ethan Eva Fabien
    Fabienne Fabrice Fanny Farid Fatima Fatou Fiona Florence Florent Florian Franck Frank François
    Françoise Fred Frédéric Frédérique Félix Gabriel Gabrielle Gary Gauthier Gaël Gaëlle Geneviève
    Geoffrey George Georges Ghislaine Gilbert Gilles Gina Ginette Grégory Guillaume Gwenaëlle
    Géraldine Gérard Hannah Harry Heather Helen Henri Henry Hervé Hugo Hugues Hélène Ian Ingrid
    Inès Irène Isabel Isabelle Jack Jacqueline Jacques Jade James Jamie Jane Janet Jason Jean
    Jeanne Jeff Jennifer Jenny Jessica Jim Joan Joanna Joanne Joe John Jonathan Jordan Joseph
    Josette Josh Joshua Josiane Joyce Joël Joëlle Judith Jules Julia Julian Julie Julien Juliette
    Justin Justine Jérémy Jérôme Karen Karim Karine Karl Kate Katherine Kathleen Kathy Katie Keith
    Kelly Ken Kenneth Kevin Kim Kimberly Kyle Kévin Laetitia Lara Laura Laure Lauren Laurence
    Laurent Laëtitia Leïla Liam Lilian Lina Linda Lionel Lisa Lise Louis Louise Loïc Luc Lucas
    Lucie Lucy Ludovic Lydia Lydie Léa Léo Léon Léonie Madeleine Magali Malika Manon Marc Marcel
    Margaret Margaux Marguerite Maria Marianne Marie Marina Marine Marion Marjorie Martin Martine
    Mary Maryse Mathias Mathieu Mathilde Matt Matthew Matthieu Maurice Maxime Maëlle Maëlys Megan
    Mehdi Melissa Michael Michaël Michel Michelle Michèle Mickaël Mike Mireille Mohamed Mohammed
    Molly Monique Morgane Muriel Myriam Mélanie Mélissa Nadia Nadine Nadège Nancy Natacha Nathalie
    Nathan Nelly Nicholas Nick Nicolas Nicole Nina Noah Nora Norbert Noé Noémie Océane Odette
    Odile Oliver Olivia Olivier Pamela Pascal Pascale Patrice Patricia Patrick Paul Paula Paule
    Pauline Peter Philip Philippe Pierre Quentin Rachel Rachelle Rachid Raphaël Raymond Rebecca
    Renaud René Renée Richard Rita Robert Robin Roger Roland Romain Romane Ronald Roxane Ruth Ryan
    Régine Régis Rémi Rémy Sabine Sabrina Sally Sam Samantha Samir Samira Samuel Sandra Sandrine
    Sara Sarah Scott Sean Serge Sharon Sheila Simon Simone Solange Solène Sonia Sophia Sophie
    Stacy Stephen Steve Steven Stéphane Stéphanie Sue Susan Suzanne Sylvain Sylvie Sébastien
    Séverine Tanguy Tara Terry Thibault Thibaut Thierry Thomas Théo Thérèse Tiffany Tim Timothy
    Timothée Todd Tom Tony Tracy Tristan Valentin Valérie Vanessa Vicky Victor Victoria Vincent
    Violaine Virginie Viviane Véronique Walter Wendy William Xavier Yacine Yann Yannick Yasmine
    Yoann Yohan Yolande Youssef Yves Yvette Yvonne Zoe Zoé Édouard Élisabeth Élise Élodie Éloïse
    Émilie Éric Étienne Évelyne
    """.split()  # noqa: SIM905
)
