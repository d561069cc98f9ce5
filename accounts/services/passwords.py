import json

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction

from accounts.models import User


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """Give users the new password that they chose; their other sessions end with it.

    It stands in the same log as a change on the admin pages, from which the trail takes it over: this room
    knows nothing of the trail.
    """
    user.set_password(password)
    user.save(update_fields=["password"])
    message = json.dumps([{"changed": {"fields": ["password"]}}])
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, message, single_object=True)
