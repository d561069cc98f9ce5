from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse_lazy

from accounts.forms import ChangePasswordForm, SignInForm
from accounts.models import User
from accounts.selectors import demo_accounts
from accounts.services.passwords import change_password
from accounts.web.held import held_for


class SignIn(LoginView):
    """Sign in; whoever already is goes on. Open to all: it is the door."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = self.request.POST.get("held", "")
        return super().get_context_data(held=held, why="", demo=demo_accounts(), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        user = cast(User, form.get_user())
        login(self.request, user)
        text = self.request.POST.get("held", "")
        held = held_for(user.public_id, text) if text else None
        if held:
            context = {"held": held, "back_url": self.get_success_url()}
            return render(self.request, "accounts/held.html", context)
        if text:
            messages.warning(self.request, "Wat u voor het uitloggen verstuurde, is niet opgeslagen.")
        return HttpResponseRedirect(self.get_success_url())


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
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        user = cast(User, self.request.user)
        change_password(user=user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "Uw wachtwoord is gewijzigd. Op andere apparaten bent u uitgelogd.")
        return HttpResponseRedirect(resolve_url(self.get_success_url()))
