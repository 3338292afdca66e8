"""The addresses of signing in, all under /desk/.

Of allauth only what is named here is reachable: nobody signs up, and no mail is sent. The names
are allauth's, which looks its pages up by them.
"""

from __future__ import annotations

from allauth.account import views as allauth_account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from factcheck.signing_in import views

second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/file/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("keys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("keys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("keys/<int:pk>/name/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("sign-in/", allauth_account.login, name="account_login"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-out/", require_POST(allauth_account.logout), name="account_logout"),
    path("account/", views.account, name="account"),
    path(
        "account/sign-out-everywhere/",
        views.sign_out_everywhere,
        name="account_sign_out_everywhere",
    ),
    path("account/password/", allauth_account.password_change, name="account_change_password"),
    path("account/confirm/", allauth_account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "account/confirm/key/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/second-factor/", include(second_factor)),
    # Before the admin's own: it has the same addresses, and these answer in its place.
    path("admin/login/", views.admin_sign_in, name="admin_sign_in"),
    path(
        "admin/password_change/",
        RedirectView.as_view(pattern_name="account_change_password"),
        name="admin_password",
    ),
]
