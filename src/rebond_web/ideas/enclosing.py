"""What an idea bears beside its words: pictures, drawn anew, and one file, as it was given."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from django.db import transaction

from rebond.errors import InputError
from rebond_web.audit.models import record
from rebond_web.ideas.models import LONGEST_ALT, LONGEST_FILE_NAME, Document, Idea, Picture
from rebond_web.ideas.rules import changing
from rebond_web.spaces.models import Participant

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_PICTURES = 4
MOST_BYTES = 10 * 1024 * 1024  # of what is sent
MOST_OF_DOCUMENT = 5 * 1024 * 1024
_MOST_PIXELS = 40_000_000
_SIDE = 1600  # pixels, the longest
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def add_picture(idea: Idea, given: UploadedFile[Any], alt: str, *, by: Participant) -> Picture:
    """Add a picture to an idea. Only its pixels are kept: where and when it was taken is not.

    Raises
    ------
    InputError
        When it cannot be read, is too large, has no description, or there are enough.
    """
    changing(idea.challenge)
    alt = " ".join(alt.split())[:LONGEST_ALT]
    if not alt:
        raise InputError("Say in a few words what the picture shows, for those who do not see it.")
    content, size = drawn_anew(given)
    with transaction.atomic():
        Idea.objects.select_for_update().get(pk=idea.pk)
        if idea.pictures.count() >= MOST_PICTURES:
            raise InputError("An idea has {most} pictures at most.", most=MOST_PICTURES)
        width, height = size
        made = Picture.objects.create(
            idea=idea, alt=alt, width=width, height=height, content=content
        )
        _record("picture added", idea, by)
    return made


def drawn_anew(given: UploadedFile[Any]) -> tuple[bytes, tuple[int, int]]:
    """Return a picture as a JPEG of our own and its size, without anything but its pixels.

    Raises
    ------
    InputError
        When it is not one of the kinds that are read, or is too large.
    """
    from PIL import Image, ImageOps

    if (given.size or 0) > MOST_BYTES:
        raise InputError("This picture is too large: {most} MB at most.", most=MOST_BYTES >> 20)
    unreadable = InputError("This picture cannot be read. Give a JPEG, PNG, WebP or GIF file.")
    try:
        with Image.open(given, formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise InputError(
                    "This picture is too large: {most} million pixels at most.",
                    most=_MOST_PIXELS // 1_000_000,
                )
            turned = ImageOps.exif_transpose(opened).convert("RGBA")
    except InputError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise unreadable from error
    turned.thumbnail((_SIDE, _SIDE))
    page = Image.new("RGB", turned.size, "white")
    page.paste(turned, mask=turned.getchannel("A"))
    kept = io.BytesIO()
    page.save(kept, "JPEG", quality=_QUALITY, optimize=True)
    return kept.getvalue(), page.size


def remove_picture(idea: Idea, number: str, *, by: Participant) -> None:
    """Remove a picture from an idea; one that is not there is as removed."""
    if not number.isdecimal() or len(number) > 17:
        return
    gone, _ = Picture.objects.filter(idea=idea, pk=int(number)).delete()
    if gone:
        _record("picture removed", idea, by)


def set_document(idea: Idea, given: UploadedFile[Any], *, by: Participant) -> None:
    """Have an idea bear a file, in the place of the one that it had.

    Raises
    ------
    InputError
        When it is empty or too large.
    """
    changing(idea.challenge)
    size = given.size or 0
    if not 0 < size <= MOST_OF_DOCUMENT:
        raise InputError(
            "This file is empty, or larger than {most} MB.", most=MOST_OF_DOCUMENT >> 20
        )
    told = {"name": _plain_name(given.name or ""), "size": size, "content": given.read()}
    with transaction.atomic():
        Document.objects.update_or_create(idea=idea, defaults=told)
        _record("file added", idea, by)


def remove_document(idea: Idea, *, by: Participant) -> None:
    """Remove the file of an idea."""
    gone, _ = Document.objects.filter(idea=idea).delete()
    if gone:
        _record("file removed", idea, by)


def _plain_name(name: str) -> str:
    """Return the name of a file without folders nor what is not written."""
    last = re.split(r"[\\/]", name)[-1]
    said = "".join(one for one in last if one.isprintable()).strip(" .")
    return said[-LONGEST_FILE_NAME:] or "document"


def _record(action: str, idea: Idea, by: Participant) -> None:
    tenant = idea.challenge.space.tenant_id
    record(action, by=by.account_id, tenant=tenant, subject=idea.pk)
