"""What is kept of votes, and arguments on ideas."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0002_initial"),
        ("ideas", "0001_initial"),
        ("spaces", "0001_initial"),
        ("statements", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sorting",
            fields=[
                (
                    "challenge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sorting",
                        serialize=False,
                        to="challenges.challenge",
                    ),
                ),
                ("stale", models.BooleanField(default=True)),
                ("asked", models.DateTimeField(null=True)),
                ("told", models.JSONField(default=dict)),
                ("names", models.JSONField(default=dict)),
            ],
        ),
        migrations.AddField(
            model_name="statement",
            name="seed",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="statement",
            name="text",
            field=models.CharField(max_length=1000),
        ),
        migrations.CreateModel(
            name="Argument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("waiting", "Waiting"),
                            ("published", "Published"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("published", models.DateTimeField(null=True)),
                (
                    "side",
                    models.CharField(
                        choices=[("for", "For"), ("against", "Against")], max_length=7
                    ),
                ),
                ("text", models.CharField(max_length=600)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)ss",
                        to="spaces.participant",
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arguments",
                        to="ideas.idea",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "argument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="statements.argument",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="spaces.participant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "argument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thanks",
                        to="statements.argument",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thanks",
                        to="spaces.participant",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="argument",
            index=models.Index(fields=["idea", "state"], name="arguments_on_an_idea"),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(
                fields=("argument", "participant"), name="mentioned_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="thanks",
            constraint=models.UniqueConstraint(
                fields=("argument", "participant"), name="thanked_once"
            ),
        ),
    ]
