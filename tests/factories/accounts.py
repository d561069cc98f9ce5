from factory.declarations import Sequence, Trait
from factory.django import DjangoModelFactory, Password

from accounts.models import User

PASSWORD = "een lang wachtwoord"


class UserFactory(DjangoModelFactory[User]):
    """A user who can sign in with `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        administrator = Trait(is_staff=True, is_superuser=True)

    email = Sequence(lambda number: f"gebruiker{number}@zorgregio.example")
    name = Sequence(lambda number: f"Gebruiker {number}")
    password = Password(PASSWORD)
