"""Alerts of PPP contracts: what calls somebody, and by which rule."""

from models.lifecycle import AlertSpec, Label

ALERTS = (
    AlertSpec(
        "A31",
        Label("PPP fee overdue", "PPP 付费拖欠"),
        "ppp_arrear_overdue",
        "serious",
        "officer",
        "ppp.arrears_alert",
    ),
)
