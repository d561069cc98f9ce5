from django.contrib import admin

from core.admin import ReadOnlyAdmin
from informal_care.models import CareSetting


@admin.register(CareSetting)
class CareSettingAdmin(ReadOnlyAdmin[CareSetting]):
    """Numbers about informal care. `manage.py load_mezzo` loads them from a file."""

    list_display = ("parameter", "value", "starts_on", "ends_on", "source")
