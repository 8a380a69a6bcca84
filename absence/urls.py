"""Addresses of absence."""

from django.urls import URLPattern, path

from absence.employees import views as employees
from absence.payroll import views as payroll
from absence.reporting import views as reporting

urlpatterns: list[URLPattern] = [
    path("medarbejdere/", employees.employee_list, name="employee_list"),
    path("overblik/ubekraeftet/", payroll.unconfirmed, name="unconfirmed_reports"),
    path("meld-syg/", reporting.report_sick, name="report_sick"),
    path("meld-syg/<str:ref>/", reporting.receipt, name="report_receipt"),
    path("meld-syg/<str:ref>/fortryd/", reporting.undo, name="undo_report"),
    path("fravaer/<str:ref>/rask/", reporting.fit, name="report_fit"),
    path("fravaer/<str:ref>/delvis/", reporting.partly_fit, name="report_partly_fit"),
    path("fravaer/<str:ref>/ret/", reporting.correct, name="correct_period"),
    path("fravaer/<str:ref>/fortryd/", reporting.undo_last, name="undo_change"),
    path("fravaer/<str:ref>/traek-tilbage/", reporting.withdraw, name="withdraw_period"),
]
