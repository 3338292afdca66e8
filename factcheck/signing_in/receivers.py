"""Keeps the session's marks in step with signing in and with one's own factors."""

from __future__ import annotations

import time
from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from factcheck.signing_in import sessions
from factcheck.signing_in.factors import Standing


@receiver(user_logged_in)
def mark_beginning(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A session begins with its marks; a session of the same browser before it is gone."""
    sessions.begin(request.session, user, now=time.time())


@receiver([post_save, post_delete], sender=Authenticator)
def keep_own_session(sender: type, instance: Authenticator, **kwargs: Any) -> None:
    """Changing one's own factors ends all one's sessions but the one it is done in.

    Rows are written inside the request, so the session is saved only if all went well.
    """
    request = context.request
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.pk == instance.user_id:
        request.session[sessions.STANDING] = Standing.of(user).digest
