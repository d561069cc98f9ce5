from django.urls import path

from informal_care.web import (
    appreciation,
    boards,
    care_figures,
    carer_forms,
    carers,
    carers_of_client,
    evidence,
    help_requests,
    matches,
    measuring,
    offers,
    panel,
    places,
    policy,
    public,
    public_appreciation,
    public_polls,
    purchasing,
    referrals,
    report,
    self_test,
    signals,
    tasks,
    volunteer_work,
    volunteers,
)

app_name = "informal_care"

BOARD = "borden/<uuid:public_id>"
TASK = "borden/taken/<uuid:public_id>"
VERSION = "producten/versies/<uuid:public_id>"
PLACE = "vindplaatsen/<uuid:public_id>"
SIGNAL = "signalen/<uuid:public_id>"
OFFER = "steunaanbod/<uuid:public_id>"
CARER = "mantelzorgers/<uuid:public_id>"
POLL = "peilingen/<uuid:public_id>"
LINK = "meedoen/<uuid:public_id>/<str:secret>"
SCHEME = "waardering/<uuid:public_id>"
VOLUNTEER = "vrijwilligers/<uuid:public_id>"
REQUEST = "hulpvragen/<uuid:public_id>"
MATCH = "koppelingen/<uuid:public_id>"

urlpatterns = [
    # Board: what a municipality takes on, and what proves it
    path("borden", boards.BoardList.as_view(), name="boards"),
    path("borden/nieuw", boards.NewBoard.as_view(), name="board_new"),
    path(BOARD, boards.BoardDetail.as_view(), name="board"),
    path(f"{BOARD}/keuzes/<slug:code>", boards.BoardSection.as_view(), name="section"),
    path(f"{BOARD}/activiteiten/<slug:code>/oppakken", boards.TakeOn.as_view(), name="take_on"),
    path(f"{BOARD}/activiteiten/<slug:code>/niet-doen", boards.Decline.as_view(), name="decline"),
    path(TASK, tasks.TaskDetail.as_view(), name="task"),
    path(f"{TASK}/voortgang", tasks.TellProgress.as_view(), name="progress"),
    path(f"{TASK}/wijzigen", tasks.ChangeTask.as_view(), name="task_change"),
    path(f"{TASK}/opnieuw-kiezen", tasks.take_back, name="take_back"),
    path(f"{TASK}/bewijs/nieuw", evidence.NewTaskEvidence.as_view(), name="evidence_new"),
    path("borden/bewijs/<uuid:public_id>", evidence.evidence_file, name="evidence_file"),
    path("borden/bewijs/<uuid:public_id>/weghalen", evidence.evidence_remove, name="evidence_remove"),
    # Policy cycle, and the report for the council
    path(f"{BOARD}/beleid", policy.PolicyCycle.as_view(), name="policy"),
    path(f"{BOARD}/beleid/visie/<slug:code>", policy.AnswerVision.as_view(), name="vision"),
    path(f"{BOARD}/beleid/momenten/nieuw", policy.NewMoment.as_view(), name="moment_new"),
    path(f"{BOARD}/beleid/besluiten/nieuw", policy.NewDecision.as_view(), name="decision_new"),
    path(f"{BOARD}/verslag", report.CouncilReportPage.as_view(), name="report"),
    path(f"{BOARD}/verslag.pdf", report.report_pdf, name="report_pdf"),
    path("borden/momenten/<uuid:public_id>", policy.ChangeMoment.as_view(), name="moment"),
    path("borden/besluiten/<uuid:public_id>", policy.ChangeDecision.as_view(), name="decision"),
    # Purchasing: demands of the model in products
    path(f"{BOARD}/inkoop", purchasing.DemandsOfBoard.as_view(), name="demands"),
    path(f"{VERSION}/mezzo-model", purchasing.DemandsForVersion.as_view(), name="version_demands"),
    path(f"{VERSION}/mezzo-model/<slug:code>", purchasing.DemandInVersion.as_view(), name="version_demand"),
    # Finding places
    path("vindplaatsen", places.place_list, name="places"),
    path("vindplaatsen/nieuw", places.NewPlace.as_view(), name="place_new"),
    path("vindplaatsen/contactpersoon", places.NamePlacesContact.as_view(), name="places_contact"),
    path(PLACE, places.place_detail, name="place"),
    path(f"{PLACE}/wijzigen", places.ChangePlace.as_view(), name="place_change"),
    path(f"{PLACE}/training", places.NewTraining.as_view(), name="place_training"),
    path(f"{PLACE}/contact", places.NewVisit.as_view(), name="place_visit"),
    # Signals, and referrals after them
    path("signalen", signals.SignalList.as_view(), name="signals"),
    path("signalen/nieuw", signals.NewSignal.as_view(), name="signal_new"),
    path(SIGNAL, signals.SignalDetail.as_view(), name="signal"),
    path(f"{SIGNAL}/collega", signals.GiveSignal.as_view(), name="signal_owner"),
    path(f"{SIGNAL}/stap", signals.NewStep.as_view(), name="signal_step"),
    path(f"{SIGNAL}/mantelzorger", signals.LinkCarer.as_view(), name="signal_carer"),
    path(f"{SIGNAL}/terugkoppelen", signals.AnswerReporter.as_view(), name="signal_answer"),
    path(f"{SIGNAL}/afhandelen", signals.HandleSignal.as_view(), name="signal_handle"),
    path(f"{SIGNAL}/verwijzen", referrals.NewReferral.as_view(), name="signal_refer"),
    path("verwijzingen/<uuid:public_id>", referrals.HearReferral.as_view(), name="referral"),
    # Social map: kept by a coordinator, read by everybody
    path("steunaanbod", offers.offer_list, name="offers"),
    path("steunaanbod/nieuw", offers.NewOffer.as_view(), name="offer_new"),
    path(OFFER, offers.ChangeOffer.as_view(), name="offer"),
    path(f"{OFFER}/nagekeken", offers.checked, name="offer_checked"),
    path("sociale-kaart", public.maps, name="maps"),
    path("sociale-kaart/<slug:place>", public.social_map, name="map"),
    path("sociale-kaart/<slug:place>/<uuid:public_id>", public.offer, name="map_offer"),
    # Carers, how they fare and what they get
    path("mantelzorgers", carers.CarerList.as_view(), name="carers"),
    path("mantelzorgers/zoeken", carers.search, name="carer_search"),
    path("mantelzorgers/nieuw", carer_forms.Register.as_view(), name="carer_new"),
    path(CARER, carers.CarerPage.as_view(), name="carer"),
    path(f"{CARER}/wijzigen", carer_forms.ChangeCarer.as_view(), name="carer_change"),
    path(f"{CARER}/stopt", carer_forms.EndCarer.as_view(), name="carer_end"),
    path(f"{CARER}/spoor", carers.CarerTrail.as_view(), name="carer_trail"),
    path(f"{CARER}/zorgt-voor", carer_forms.NewRelation.as_view(), name="relation_new"),
    path(f"{CARER}/toestemming", carer_forms.NewPermission.as_view(), name="permission_new"),
    path(f"{CARER}/panel", panel.JoinPanel.as_view(), name="carer_panel"),
    path(f"{CARER}/meten", measuring.Measure.as_view(), name="measure"),
    path(f"{CARER}/steun", measuring.NewSupport.as_view(), name="support_new"),
    path("mantelzorgers/zorgt-voor/<uuid:public_id>", carer_forms.ChangeRelation.as_view(), name="relation_change"),
    path("mantelzorgers/toestemmingen/<uuid:public_id>", carer_forms.EndPermission.as_view(), name="permission_end"),
    path("mantelzorgers/metingen/<uuid:public_id>", measuring.CorrectMeasurement.as_view(), name="measurement"),
    path("mantelzorgers/steun/<uuid:public_id>", measuring.ChangeSupport.as_view(), name="support_change"),
    path(
        "clienten/<uuid:public_id>/mantelzorgers",
        carers_of_client.CarersOfClient.as_view(),
        name="of_client",
    ),
    # Panel and polls; who has a link answers without signing in
    path("panel", panel.Panel.as_view(), name="panel"),
    path("panel/leden/nieuw", panel.NewMember.as_view(), name="member_new"),
    path("panel/leden/<uuid:public_id>/stopt", panel.member_out, name="member_out"),
    path("peilingen/nieuw", panel.NewPoll.as_view(), name="poll_new"),
    path(POLL, panel.PollDetail.as_view(), name="poll"),
    path(f"{POLL}/wijzigen", panel.ChangePoll.as_view(), name="poll_change"),
    path(f"{POLL}/uitnodigen", panel.poll_invite, name="poll_invite"),
    path(f"{POLL}/wat-wij-doen", panel.FollowUp.as_view(), name="poll_follow_up"),
    path("adviesraden/nieuw", panel.NewVacancy.as_view(), name="vacancy_new"),
    path("adviesraden/<uuid:public_id>", panel.ChangeVacancy.as_view(), name="vacancy_change"),
    path("meedoen/bedankt", public_polls.poll_thanks, name="poll_thanks"),
    path("meedoen/gestopt", public_polls.panel_left, name="panel_left"),
    path(LINK, public_polls.poll_answer, name="poll_answer"),
    path(f"{LINK}/stoppen", public_polls.panel_leave, name="panel_leave"),
    path("meepraten/<slug:cbs_code>", public_polls.have_a_say, name="have_a_say"),
    path("meepraten/uitslag/<uuid:public_id>", public_polls.poll_results, name="poll_results"),
    # Self test, for everybody
    path("u-zorgt-voor-iemand", self_test.choose_place, name="self_test_place"),
    path("u-zorgt-voor-iemand/<slug:cbs_code>", self_test.self_test, name="self_test"),
    # Appreciation; inhabitants apply without signing in
    path("waardering", appreciation.SchemeList.as_view(), name="appreciation"),
    path("waardering/nieuw", appreciation.NewScheme.as_view(), name="scheme_new"),
    path("waardering/aanvragen/<uuid:public_id>", appreciation.Decide.as_view(), name="application"),
    path(SCHEME, appreciation.SchemeDetail.as_view(), name="appreciation_scheme"),
    path(f"{SCHEME}/wijzigen", appreciation.ChangeScheme.as_view(), name="scheme_change"),
    path(f"{SCHEME}/aanvragen/nieuw", appreciation.ApplyOnBehalf.as_view(), name="application_new"),
    path(f"{SCHEME}/lijst", appreciation.scheme_sheet, name="scheme_sheet"),
    path(f"{SCHEME}/brieven", appreciation.scheme_letters, name="scheme_letters"),
    path("waardering/aanvragen-in/<slug:cbs_code>", public_appreciation.apply, name="apply"),
    path(
        "waardering/aanvraag/<slug:cbs_code>/<str:secret>",
        public_appreciation.application_state,
        name="application_state",
    ),
    # Volunteers
    path("vrijwilligers", volunteers.VolunteerList.as_view(), name="volunteers"),
    path("vrijwilligers/nieuw", volunteers.NewVolunteer.as_view(), name="volunteer_new"),
    path("vrijwilligers/uren", volunteer_work.hours, name="volunteer_hours"),
    path("vrijwilligers/uren.xlsx", volunteer_work.hours_sheet, name="volunteer_hours_sheet"),
    path(VOLUNTEER, volunteers.VolunteerDetail.as_view(), name="volunteer"),
    path(f"{VOLUNTEER}/wijzigen", volunteers.ChangeVolunteer.as_view(), name="volunteer_change"),
    path(f"{VOLUNTEER}/intake", volunteers.Intake.as_view(), name="volunteer_intake"),
    path(f"{VOLUNTEER}/stand", volunteers.ChangeStatus.as_view(), name="volunteer_status"),
    path(f"{VOLUNTEER}/vog", volunteers.AddCertificate.as_view(), name="volunteer_certificate"),
    path(f"{VOLUNTEER}/scholing", volunteers.AddTraining.as_view(), name="volunteer_training"),
    path(f"{VOLUNTEER}/gesprek", volunteers.AddTalk.as_view(), name="volunteer_talk"),
    path(f"{VOLUNTEER}/attentie", volunteers.AddThanks.as_view(), name="volunteer_thanks"),
    # Requests for a volunteer
    path("hulpvragen", help_requests.RequestList.as_view(), name="help_requests"),
    path("hulpvragen/nieuw", help_requests.NewRequest.as_view(), name="help_request_new"),
    path(
        "hulpvragen/nieuw/client/<uuid:public_id>",
        help_requests.NewRequestOfClient.as_view(),
        name="help_request_of_client",
    ),
    path(
        "hulpvragen/nieuw/mantelzorger/<uuid:public_id>",
        help_requests.NewRequestOfCarer.as_view(),
        name="help_request_of_carer",
    ),
    path(REQUEST, help_requests.RequestDetail.as_view(), name="help_request"),
    path(f"{REQUEST}/wijzigen", help_requests.ChangeRequest.as_view(), name="help_request_change"),
    path(f"{REQUEST}/afsluiten", help_requests.CloseRequest.as_view(), name="help_request_close"),
    path(f"{REQUEST}/kandidaten", help_requests.Candidates.as_view(), name="candidates"),
    path(f"{REQUEST}/kandidaten/<uuid:volunteer_id>", help_requests.propose_volunteer, name="propose_volunteer"),
    # Matches
    path(MATCH, matches.MatchDetail.as_view(), name="match"),
    path(f"{MATCH}/kiezen", matches.Choose.as_view(), name="match_choose"),
    path(f"{MATCH}/gaat-niet-door", matches.DeclineMatch.as_view(), name="match_decline"),
    path(f"{MATCH}/kennismaking", matches.Acquaintance.as_view(), name="match_acquaintance"),
    path(f"{MATCH}/starten", matches.Start.as_view(), name="match_start"),
    path(f"{MATCH}/beeindigen", matches.End.as_view(), name="match_end"),
    path(f"{MATCH}/uren", matches.AddHours.as_view(), name="match_hours"),
    path("koppelingen/evaluaties/<uuid:public_id>", matches.HoldReview.as_view(), name="match_review"),
    path("koppelingen/uren/<uuid:public_id>", matches.take_hours_away, name="match_hours_remove"),
    # Figures
    path("informele-zorg/cijfers", care_figures.CareFigures.as_view(), name="care_figures"),
    path("informele-zorg/cijfers/werkblad", care_figures.care_figures_xlsx, name="care_figures_xlsx"),
]
