"""The page on which somebody with several memberships says on whose behalf they act."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.models import User
from core.clock import today
from organisations.forms import ActAsForm
from organisations.models import Membership
from organisations.selectors import current_membership, memberships_of
from organisations.web.middleware import MEMBERSHIP_KEY


class ActAs(FormView[ActAsForm]):
    """Choose one of one's own memberships of today; another's is not among the choices."""

    form_class = ActAsForm
    template_name = "organisations/act_as.html"

    @cached_property
    def memberships(self) -> list[Membership]:
        """What the user can choose from."""
        user = self.request.user
        return memberships_of(user, today()) if isinstance(user, User) else []

    def get_initial(self) -> dict[str, Any]:
        """The one that holds now."""
        current = current_membership(self.memberships, str(self.request.session.get(MEMBERSHIP_KEY, "")))
        return {"membership": str(current.public_id) if current else ""}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form its choices."""
        return super().get_form_kwargs() | {"memberships": self.memberships}

    def form_valid(self, form: ActAsForm) -> HttpResponse:
        """Remember the choice for this session; the middleware checks it in every request."""
        chosen = form.cleaned_data["membership"]
        self.request.session[MEMBERSHIP_KEY] = chosen
        membership = next(row for row in self.memberships if str(row.public_id) == chosen)
        messages.success(self.request, f"U werkt nu namens {membership.organisation}.")
        return redirect("home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the user can choose from."""
        return super().get_context_data(memberships=self.memberships, **kwargs)
