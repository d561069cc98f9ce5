"""What an administrator gives to load an instrument: a file, or its text."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from informal_care.services.instruments import LARGEST

BYTES: Final = 4 * LARGEST
"""A character takes at most four in UTF-8."""


class InstrumentForm(forms.Form):
    """The text of a definition. That of a file takes its place, so that faults can be mended here at once."""

    file = forms.FileField(label="Bestand (YAML of JSON)", required=False, allow_empty_file=True)
    text = forms.CharField(
        label="Of de tekst zelf",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "cols": 120, "class": "vLargeTextField"}),
        help_text="Staat hier een fout? Verbeter die hier, en laad opnieuw.",
    )

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        self.unreadable = False
        upload = files.get("file") if files else None
        if data is not None and upload is not None:
            raw = upload.read(BYTES + 1)
            data = data.copy()
            try:
                data["text"] = raw.decode("utf-8-sig") if len(raw) <= BYTES else ""
            except UnicodeDecodeError:
                data["text"] = ""
            self.unreadable = not data["text"]
        super().__init__(data, files, **kwargs)

    def clean(self) -> dict[str, Any]:
        """There is something to read."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.unreadable:
            message = "Dit bestand is leeg, te groot of geen tekst. Bewaar het als tekst (UTF-8) en kies het opnieuw."
            raise ValidationError({"file": ValidationError(message, code="instrument_file")})
        if not cleaned.get("text", "").strip():
            raise ValidationError({"file": ValidationError("Kies een bestand, of vul de tekst in.", code="required")})
        return cleaned
