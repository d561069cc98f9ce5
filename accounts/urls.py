from django.contrib.auth.decorators import login_not_required
from django.urls import path

from accounts.web.views import ChangePassword, SignIn, SignOut

app_name = "accounts"
urlpatterns = [
    path("aanmelden", SignIn.as_view(), name="sign_in"),
    path("afmelden", login_not_required(SignOut.as_view()), name="sign_out"),
    path("wachtwoord", ChangePassword.as_view(), name="change_password"),
]
