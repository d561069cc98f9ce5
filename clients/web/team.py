"""The treatment team of a client: who at the provider sees the file."""

from typing import Any

from clients.access import may_assign_treatment, may_see_team
from clients.forms import EndForm, TeamForm
from clients.models import TreatmentRelation
from clients.services import assign_treatment, end_treatment
from clients.web.files import FileFormView, FilePage
from core.clock import today
from core.web.views import allow, scoped_or_404
from organisations.selectors import care_professionals_of

TAB = "behandelteam"


class Team(FilePage):
    """Who is in the team, who is to join it, and who was."""

    template_name = "clients/team.html"
    tab = TAB

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allow(may=may_see_team(self.actor))
        day = today()
        relations = list(
            TreatmentRelation.objects.visible_to(self.actor).filter(client=self.object).select_related("user")
        )
        return super().get_context_data(
            relations=[row for row in relations if row.ends_on is None or row.ends_on >= day],
            former=[row for row in relations if row.ends_on is not None and row.ends_on < day],
            may_assign=may_assign_treatment(self.actor),
            **kwargs,
        )


class TeamFormView(FileFormView):
    """A form about the treatment team."""

    tab = TAB
    tab_label = "Behandelteam"
    back = "clients:team"

    def may(self) -> bool:
        """Who may say who treats the client."""
        return may_assign_treatment(self.actor)


class AddToTeam(TeamFormView):
    """Put a care professional in the team."""

    form_class = TeamForm
    title = "Medewerker aan het team toevoegen"
    submit_label = "Toevoegen"
    done = "De medewerker zit in het behandelteam."

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add who there is to choose: the care professionals of the own provider."""
        return super().get_form_kwargs() | {"people": care_professionals_of(self.actor.organisation_id or 0, today())}

    def perform(self, form: TeamForm) -> TreatmentRelation:
        """Add them."""
        return assign_treatment(actor=self.actor, client=self.client, **form.cleaned_data)


class EndTreatment(TeamFormView):
    """Say until when somebody is in the team."""

    template_name = "clients/team_end.html"
    form_class = EndForm
    title = "Uit het behandelteam"
    done = "De laatste dag is opgeslagen."

    relation: TreatmentRelation

    def load(self) -> None:
        """The relation too, as it is now."""
        super().load()
        rows = TreatmentRelation.objects.filter(client=self.client).select_related("user")
        self.relation = scoped_or_404(rows, self.actor, public_id=self.kwargs["relation_id"])

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return {"ends_on": self.relation.ends_on, "revision": self.relation.revision}

    def get_initial(self) -> dict[str, Any]:
        """Until today."""
        return self.stored() | {"ends_on": today()}

    def perform(self, form: EndForm) -> TreatmentRelation:
        """End it."""
        return end_treatment(actor=self.actor, relation=self.relation, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who it is."""
        return super().get_context_data(person=self.relation.user.name, **kwargs)
