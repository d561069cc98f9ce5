from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_text_html

from accounts.models import User
from core.web.forms import PageForm, PageFormMixin


class SignInForm(PageFormMixin, AuthenticationForm):
    """E-mail address and password. The message is the same whether or not the address is known."""

    username = forms.EmailField(
        label="E-mailadres",
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}),
        error_messages={"invalid": "Vul een volledig e-mailadres in, bijvoorbeeld naam@gemeente.nl."},
    )
    password = forms.CharField(
        label="Wachtwoord",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": (
            "Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer ze en probeer het opnieuw. "
            "Na te veel pogingen moet u even wachten."
        ),
        "inactive": "U kunt met dit account niet meer inloggen. Neem contact op met uw beheerder.",
    }


class ChangePasswordForm(PageFormMixin, PasswordChangeForm):
    """The old password and, twice, the new one. Storing it is the work of a service."""

    error_messages = {
        "password_mismatch": "De twee nieuwe wachtwoorden zijn niet gelijk. Vul twee keer hetzelfde in.",
        "password_incorrect": "Uw huidige wachtwoord klopt niet. Vul het opnieuw in.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Huidig wachtwoord"
        self.fields["new_password1"].label = "Nieuw wachtwoord"
        self.fields["new_password1"].help_text = password_validators_help_text_html()
        self.fields["new_password2"].label = "Nieuw wachtwoord, nog een keer"
        self.fields["new_password2"].help_text = ""


class NewUserForm(AdminUserCreationForm[User]):
    """A new user on the admin pages, with a password or without one."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict[str, type[forms.Field]] = {}


class UserForm(forms.ModelForm):  # type: ignore[type-arg]
    """An existing user on the admin pages. The password, not even as a hash, is no part of it."""

    class Meta:
        model = User
        fields = ("email", "name", "is_active", "is_staff", "is_superuser", "groups")


class CodeForm(PageForm):
    """The second step: a code of the app, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=30,
        help_text="De 6 cijfers uit uw app. Heeft u uw telefoon niet? Vul dan een van uw herstelcodes in.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )


class ProofForm(PageForm):
    """Shows once more that it is the user: the password, where there is one, and a code."""

    layout: ClassVar[tuple[str, ...]] = ("password", "current_code")

    password = forms.CharField(
        label="Uw wachtwoord",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    current_code = forms.CharField(
        label="Code",
        max_length=30,
        help_text="De 6 cijfers uit de app die u nu gebruikt, of een herstelcode.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, has_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_password:
            del self.fields["password"]


class SetUpForm(ProofForm):
    """Shows that the app has the key: the first code of it. To replace another app takes proof as well."""

    layout = ("password", "current_code", "code")

    code = forms.CharField(
        label="Code uit de app",
        max_length=30,
        help_text="De 6 cijfers die de app nu laat zien.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    sealed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if replaces:
            self.fields["code"].label = "Code uit de nieuwe app"
        else:
            self.fields.pop("password", None)
            del self.fields["current_code"]
