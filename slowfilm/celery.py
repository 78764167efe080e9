"""Celery: it only carries the word "look"."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowfilm.settings")
app = Celery("slowfilm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["slowfilm"])
