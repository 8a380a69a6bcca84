"""Addresses of people: log-in, and what belongs to one's own account."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, path, re_path

from people import views
from people.grants import views as grants

urlpatterns: list[URLPattern] = [
    path("log-ind/", account.login, name="account_login"),
    path("log-ind/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("log-ud/", account.logout, name="account_logout"),
    path("konto/lukket/", account.account_inactive, name="account_inactive"),
    path("konto/bekraeft/", account.reauthenticate, name="account_reauthenticate"),
    path("konto/bekraeft/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("konto/adgangskode/", views.password_change, name="account_change_password"),
    path("konto/glemt/", account.password_reset, name="account_reset_password"),
    path("konto/glemt/sendt/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^konto/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("konto/ny/faerdig/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("konto/sikkerhed/", mfa.index, name="mfa_index"),
    path("konto/sikkerhed/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("konto/sikkerhed/app/fjern/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("konto/sikkerhed/koder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("konto/sikkerhed/koder/nye/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("invitation/<str:uidb64>/<str:token>/", grants.Invitation.as_view(), name="invitation"),
    path("ledere/", grants.leaders, name="leaders"),
    path("ledere/<int:unit>/leder/", grants.leader_name, name="leader_name"),
    path("ledere/<int:unit>/stedfortraeder/", grants.deputy_name, name="deputy_name"),
    path("ledere/afslut/<int:leadership>/", grants.leadership_end, name="leadership_end"),
    path("adgang/", grants.capacities, name="capacities"),
    path("adgang/giv/", grants.capacity_grant, name="capacity_grant"),
    path("adgang/afslut/<int:capacity>/", grants.capacity_end, name="capacity_end"),
    path("konti/<str:ref>/inviter/", grants.account_invite, name="account_invite"),
    path("konti/<str:ref>/luk/", grants.account_close, name="account_close"),
]
