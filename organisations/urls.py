from django.urls import path

from organisations.api import oauth
from organisations.web import act_as, calendar_feed, mail, professionals, qualifications, rights, single_sign_on

app_name = "organisations"

PERSON = "medewerkers/<uuid:public_id>"
DIPLOMA = f"{PERSON}/diplomas/<uuid:qualification_id>"

urlpatterns = [
    path(".well-known/oauth-authorization-server", oauth.metadata, name="oauth_metadata"),
    path("api/oauth/token", oauth.Token.as_view(), name="oauth_token"),
    path("api/oauth/revoke", oauth.Revoke.as_view(), name="oauth_revoke"),
    path("aanmelden/organisatie/terug", single_sign_on.SingleSignOn.as_view(), name="single_sign_on"),
    path("namens", act_as.ActAs.as_view(), name="act_as"),
    path("account/mail", mail.ChangeMailPreference.as_view(), name="mail_preference"),
    path("account/agenda", calendar_feed.calendar_feed, name="calendar_feed"),
    path("account/agenda/adres", calendar_feed.make, name="calendar_feed_make"),
    path("account/agenda/intrekken", calendar_feed.revoke, name="calendar_feed_revoke"),
    path("rollen-en-rechten", rights.Rights.as_view(), name="rights"),
    path("medewerkers", professionals.ProfessionalList.as_view(), name="professionals"),
    path("medewerkers/zoeken", professionals.SearchProfessionals.as_view(), name="professional_search"),
    path("medewerkers/nieuw", professionals.RegisterProfessional.as_view(), name="professional_add"),
    path(PERSON, professionals.ProfessionalDetail.as_view(), name="professional"),
    path(f"{PERSON}/dienstverband", professionals.AddEmployment.as_view(), name="employment_add"),
    path(
        f"{PERSON}/dienstverband/<uuid:employment_id>/einde",
        professionals.EndEmployment.as_view(),
        name="employment_end",
    ),
    path(f"{PERSON}/diplomas", qualifications.AddQualification.as_view(), name="qualification_add"),
    path(f"{DIPLOMA}/bewijs", qualifications.download_evidence, name="evidence"),
    path(f"{DIPLOMA}/bewijs/nieuw", qualifications.AttachEvidence.as_view(), name="evidence_add"),
    path(f"{DIPLOMA}/controle", qualifications.verify, name="qualification_verify"),
    path(f"{DIPLOMA}/controle/intrekken", qualifications.withdraw, name="qualification_withdraw"),
    path(f"{PERSON}/ervaring", qualifications.AddExperience.as_view(), name="experience_add"),
    path(f"{PERSON}/bekwaamheid", qualifications.AddCompetence.as_view(), name="competence_add"),
]
