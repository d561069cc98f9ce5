from django.contrib.auth.decorators import login_not_required
from django.urls import path

from accounts.web import account, second_factor
from accounts.web.single_sign_on import StartSingleSignOn
from accounts.web.views import ChangePassword, SignIn, SignOut

app_name = "accounts"
urlpatterns = [
    path("aanmelden", SignIn.as_view(), name="sign_in"),
    path("aanmelden/tweede-stap", second_factor.SecondStep.as_view(), name="second_step"),
    path("aanmelden/organisatie", StartSingleSignOn.as_view(), name="single_sign_on"),
    path("afmelden", login_not_required(SignOut.as_view()), name="sign_out"),
    path("wachtwoord", ChangePassword.as_view(), name="change_password"),
    path("account", account.account, name="account"),
    path("account/sessies", account.sessions, name="sessions"),
    path("account/sessies/einde", account.end_all, name="sessions_end"),
    path("account/sessies/<uuid:public_id>/einde", account.end_one, name="session_end"),
    path("account/tweede-stap", second_factor.SetUp.as_view(), name="second_step_set_up"),
    path("account/tweede-stap/weghalen", second_factor.Remove.as_view(), name="second_step_remove"),
    path("account/herstelcodes", second_factor.recovery, name="recovery"),
    path("account/herstelcodes/bestand", second_factor.recovery_file, name="recovery_file"),
    path("account/herstelcodes/bewaard", second_factor.recovery_kept, name="recovery_kept"),
    path("account/herstelcodes/nieuw", second_factor.Renew.as_view(), name="recovery_renew"),
]
