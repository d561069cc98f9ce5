"""The application with a clock that strikes every second: what takes a night takes a minute."""

from zorgregio.celery import app

app.conf.beat_schedule = {
    "send mails": {"task": "organisations.send_mails", "schedule": 1.0},
    "remind of evaluations": {"task": "plans.remind_of_evaluations", "schedule": 3.0},
}
