"""Pages of the second step: the code at the door, setting it up, recovery codes, taking it away."""

from typing import Any, cast

import segno
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from accounts.forms import CodeForm, ProofForm, SetUpForm
from accounts.models import User
from accounts.rules import readable
from accounts.selectors import has_second_factor, seconds_to_wait
from accounts.services.second_factor import (
    fits,
    new_key,
    remove_second_factor,
    renew_recovery_codes,
    set_up_second_factor,
)
from accounts.web.second_step import enter, go_on, next_page, waiting
from accounts.web.sessions import is_proven, session_of
from core.crypto import DecryptionError, decrypt, encrypt
from core.web import remembered
from core.web.origin import origin_of
from core.web.views import allow

ISSUER = "zorgregio"
KEY_CONTEXT = "accounts.second_factor.key"
NEW_CODES = "new_recovery_codes"
WRONG = "Deze code klopt niet, of is al gebruikt. Neem de code die de app nu laat zien."
sensitive = sensitive_post_parameters("code", "current_code", "password", "sealed")


@method_decorator([login_not_required, never_cache, sensitive], name="dispatch")
class SecondStep(View):
    """Ask for a code of whoever showed a password. Open to all: nobody is signed in before the code is right."""

    http_method_names = ["get", "post", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the code; who does not have to set this step goes on, or back to the door."""
        if waiting(request) is None:
            return redirect(next_page(request) if request.user.is_authenticated else "accounts:sign_in")
        return second_step_page(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check the code."""
        due = waiting(request)
        if due is None:
            if request.user.is_authenticated:
                return redirect(next_page(request))
            messages.info(request, "Dat duurde te lang. Log opnieuw in met uw wachtwoord.")
            return redirect("accounts:sign_in")
        form = CodeForm(request.POST)
        if not form.is_valid():
            return second_step_page(request, form)
        if authenticate(request, username=due.user.email, token=form.cleaned_data["code"]) is None:
            form.add_error("code", ValidationError(_why_refused(due.user), code="code"))
            return second_step_page(request, form)
        enter(request, due, request.proven_by)  # type: ignore[attr-defined]  # set by the backend
        return go_on(request, due.user, due.next or next_page(request), request.POST.get("held", ""))


def second_step_page(request: HttpRequest, form: CodeForm, held: str = "") -> HttpResponse:
    """The page that asks for a code; what was typed before the session ended goes along."""
    context = {
        "form": form,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "held": held or request.POST.get("held", ""),
    }
    page = render(request, "accounts/second_step.html", context)
    add_never_cache_headers(page)
    return page


class OwnFactorView(FormView[Any]):
    """A page about one's own second step."""

    request: HttpRequest

    @property
    def user(self) -> User:
        """Whose it is."""
        return cast(User, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say whether there is a password to ask for: who signs in through an organisation has none."""
        return super().get_form_kwargs() | {"has_password": self.user.has_usable_password()}

    def is_user(self, form: Any) -> bool:
        """Whether password and code are right. Both count as attempts to sign in, with the same lock."""
        data, email = form.cleaned_data, self.user.email
        if "password" in form.fields and authenticate(self.request, username=email, password=data["password"]) is None:
            form.add_error("password", "Uw wachtwoord klopt niet. Vul het opnieuw in.")
        elif authenticate(self.request, username=email, token=data["current_code"]) is None:
            form.add_error("current_code", ValidationError(_why_refused(self.user), code="code"))
        return not form.errors


@method_decorator([never_cache, sensitive], name="dispatch")
class SetUp(OwnFactorView):
    """Set up the second step, or move it to another app. The key is nowhere kept before a code of it is right."""

    form_class = SetUpForm
    template_name = "accounts/second_factor_set_up.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say whether there is an app already."""
        return super().get_form_kwargs() | {"replaces": has_second_factor(self.user)}

    def get_initial(self) -> dict[str, Any]:
        """A new key, sealed, so that it comes back with the form."""
        return {"sealed": encrypt(f"{self.user.public_id}:{new_key()}", KEY_CONTEXT)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Begin to use the app, and show the recovery codes."""
        key, code = self._key(form), form.cleaned_data["code"]
        if not fits(key, code):
            form.add_error("code", WRONG)
        elif "current_code" not in form.fields or self.is_user(form):
            try:
                codes = set_up_second_factor(
                    user=self.user,
                    key=key,
                    code=code,
                    origin=origin_of(self.request),
                    session=session_of(self.request),
                )
            except ValidationError as error:
                form.refuse(error)
            else:
                keep_codes(self.request, codes)
                messages.success(self.request, "De tweede stap is ingesteld.")
                return redirect(f"{reverse('accounts:recovery')}?{urlencode({'next': next_page(self.request)})}")
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the key as a picture and as text."""
        context = super().get_context_data(**kwargs)
        key = self._key(context["form"])
        address = f"otpauth://totp/{ISSUER}:{self.user.email}?" + urlencode({"secret": key, "issuer": ISSUER})
        picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=5, border=4, light="#fff")
        return context | {
            "key": readable(key, 4).replace("-", " "),
            "picture": picture,
            "replaces": "current_code" in context["form"].fields,
            "next": next_page(self.request) if "next" in (self.request.POST or self.request.GET) else "",
        }

    def _key(self, form: Any) -> str:
        """The key in the form; one of another user, or that cannot be read, is as good as none."""
        try:
            owner, _, key = decrypt(str(form["sealed"].value()), KEY_CONTEXT).partition(":")
        except DecryptionError:
            owner, key = "", ""
        if owner != str(self.user.public_id):
            form.data = form.data | {}  # a copy that can be written
            sealed = self.get_initial()["sealed"]
            form.data["sealed"] = sealed
            return decrypt(sealed, KEY_CONTEXT).partition(":")[2]
        return key


@method_decorator([never_cache, sensitive], name="dispatch")
class Remove(OwnFactorView):
    """Take one's own second step away."""

    form_class = ProofForm
    template_name = "accounts/second_factor_remove.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only where there is one."""
        if not has_second_factor(self.user):
            return redirect("accounts:account")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Take it away, once it is clear that it is the user."""
        if not self.is_user(form):
            return self.form_invalid(form)
        remove_second_factor(
            user=self.user, by=self.user, origin=origin_of(self.request), session=session_of(self.request)
        )
        messages.success(self.request, "De tweede stap is weggehaald. Op andere apparaten bent u uitgelogd.")
        return redirect("accounts:account")


@method_decorator([never_cache, sensitive], name="dispatch")
class Renew(Remove):
    """Make new recovery codes."""

    template_name = "accounts/recovery_renew.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Make them, once it is clear that it is the user."""
        if not self.is_user(form):
            return self.form_invalid(form)
        keep_codes(self.request, renew_recovery_codes(user=self.user, origin=origin_of(self.request)))
        return redirect("accounts:recovery")


@require_safe
@never_cache
def recovery(request: HttpRequest) -> HttpResponse:
    """New recovery codes, until the user says that they are kept; afterwards nobody can see them again."""
    codes = new_codes(request)
    if not codes:
        return redirect("accounts:account")
    return render(request, "accounts/recovery.html", {"codes": codes, "next": request.GET.get("next", "")})


@require_safe
@never_cache
def recovery_file(request: HttpRequest) -> HttpResponse:
    """The new codes as a text file."""
    codes = new_codes(request)
    if not codes:
        return redirect("accounts:account")
    lines = [
        f"Herstelcodes van {cast(User, request.user).email} voor zorgregio ({request.get_host()})",
        "Elke code werkt een keer. Bewaar ze waar niemand anders bij kan.",
        "",
        *codes,
    ]
    response = HttpResponse("\r\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="zorgregio-herstelcodes.txt"'
    return response


@require_POST
def recovery_kept(request: HttpRequest) -> HttpResponse:
    """The user has the codes somewhere: forget them here."""
    remembered.forget(request, NEW_CODES)
    return redirect(next_page(request) if request.POST.get("next") else "accounts:account")


def keep_codes(request: HttpRequest, codes: list[str]) -> None:
    """Keep new codes, sealed, in the session, so that reloading the page or pushing twice loses none."""
    remembered.keep(request, NEW_CODES, {"codes": " ".join(readable(code, 5) for code in codes)})


def new_codes(request: HttpRequest) -> list[str]:
    """The new codes that the user has not kept yet; none in a session that is not proven."""
    allow(may=is_proven(request))
    return remembered.read(request, NEW_CODES).get("codes", "").split()


def _why_refused(user: User) -> str:
    wait = seconds_to_wait(user)
    return f"{WRONG} Wacht daarmee {wait} seconden." if wait > 1 else WRONG
