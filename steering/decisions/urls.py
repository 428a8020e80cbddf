"""Addresses of decisions, positions and actions."""

from django.urls import path

from .views import actions, decision, drafting, register, running

ONE = "decisions/<int:pk>/"
ACTION = "actions/<int:pk>/"

urlpatterns = [
    path("decisions/", register.decisions, name="decisions"),
    path("decisions/decisions.csv", register.decisions_csv, name="decisions_csv"),
    path("decisions/decisions.json", register.decisions_json, name="decisions_json"),
    path("decisions/new/", drafting.decision_new, name="decision_new"),
    path(ONE, decision.decision, name="decision"),
    path(f"{ONE}decision.pdf", decision.decision_pdf, name="decision_pdf"),
    path(f"{ONE}deadline/", decision.deadline, name="decision_deadline"),
    path(f"{ONE}positions/<int:seat>/", decision.position, name="position"),
    path(f"{ONE}edit/", drafting.decision_edit, name="decision_edit"),
    path(f"{ONE}discard/", drafting.decision_discard, name="decision_discard"),
    path(f"{ONE}open/", running.decision_open, name="decision_open"),
    path(f"{ONE}extend/", running.decision_extend, name="decision_extend"),
    path(f"{ONE}close/", running.decision_close, name="decision_close"),
    path(f"{ONE}withdraw/", running.decision_withdraw, name="decision_withdraw"),
    path(f"{ONE}release/", running.decision_release, name="decision_release"),
    path(f"{ONE}actions/new/", actions.action_new, name="action_new"),
    path("actions/", actions.actions, name="actions"),
    path(ACTION, actions.action, name="action"),
    path(f"{ACTION}report/", actions.action_report, name="action_report"),
    path(f"{ACTION}confirm/", actions.action_confirm, name="action_confirm"),
    path(f"{ACTION}return/", actions.action_return, name="action_return"),
    path(f"{ACTION}drop/", actions.action_drop, name="action_drop"),
    path("actions/<int:pk>/evidence/<int:evidence>/", actions.evidence_file, name="evidence_file"),
]
