"""Letters that invite the panel to a poll: each with its own link, as text and as a picture for a phone."""

from collections.abc import Sequence
from datetime import date

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe

from core.pdf import render_pdf
from informal_care.models import PanelMember, Poll


def invitations_pdf(poll: Poll, invited: Sequence[tuple[PanelMember, str]], sent_on: date) -> bytes:
    """One letter for each invited member. The links stand in it and nowhere else.

    Raises `core.pdf.PdfUnavailable`.
    """
    site = settings.SITE_URL.rstrip("/")
    letters = []
    for member, secret in invited:
        link = site + reverse("informal_care:poll_answer", args=[poll.public_id, secret])
        leave = site + reverse("informal_care:panel_leave", args=[poll.public_id, secret])
        # Made here of our own address: nothing that somebody typed is in it.
        picture = mark_safe(segno.make(link, error="m", micro=False).svg_inline(scale=3))  # noqa: S308
        letters.append({"name": member.name, "link": link, "leave": leave, "picture": picture})
    shown = {
        "poll": poll,
        "municipality": poll.municipality,
        "letters": letters,
        "sent_on": sent_on,
        "organisation": f"Gemeente {poll.municipality.name}",
        "author": f"Gemeente {poll.municipality.name}",
        "is_fictional": poll.municipality.has_fictional_contact,
    }
    return render_pdf("pdf/poll_invitations.html", shown)
