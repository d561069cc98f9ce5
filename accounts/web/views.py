from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse_lazy

from accounts.forms import ChangePasswordForm, CodeForm, SignInForm
from accounts.models import User
from accounts.selectors import demo_accounts, has_second_factor, has_single_sign_on
from accounts.services.passwords import change_password
from accounts.services.sessions import end_sessions, note_use
from accounts.web.second_factor import second_step_page
from accounts.web.second_step import go_on, wait
from accounts.web.sessions import session_of
from core.web.origin import origin_of


class SignIn(LoginView):
    """Sign in; whoever already is goes on. Open to all: it is the door."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = self.request.POST.get("held", "")
        return super().get_context_data(
            held=held, why="", demo=demo_accounts(), has_single_sign_on=has_single_sign_on(), **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponse:
        user = cast(User, form.get_user())
        held = self.request.POST.get("held", "")
        if has_second_factor(user):
            wait(self.request, user, self.get_success_url())
            if held:  # too long for an address: it goes along in the page itself
                return second_step_page(self.request, CodeForm(), held=held)
            return redirect("accounts:second_step")
        login(self.request, user)
        return go_on(self.request, user, self.get_success_url(), held)


class SignOut(LogoutView):
    """End the session. Open to all: whose session ended already gets no error."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        messages.success(request, "U bent uitgelogd.")
        return response


class ChangePassword(PasswordChangeView):
    """Choose another password."""

    template_name = "accounts/change_password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("accounts:account")

    def form_valid(self, form: Any) -> HttpResponse:
        user = cast(User, self.request.user)
        change_password(user=user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        session = session_of(self.request)
        if session is not None:  # the middleware lets nobody through without
            note_use(session=session, key=str(self.request.session.session_key))
            end_sessions(user=user, by=user, origin=origin_of(self.request), keep=session)
        messages.success(self.request, "Uw wachtwoord is gewijzigd. Op andere apparaten bent u uitgelogd.")
        return HttpResponseRedirect(resolve_url(self.get_success_url()))
