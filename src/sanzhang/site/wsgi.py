"""The WSGI application that the server runs."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from sanzhang.packs import checklists, pack_for

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanzhang.site.settings")
application = get_wsgi_application()

# Before the first request, which would wait for it: every page's code, and the packs.
import_module(settings.ROOT_URLCONF)
pack_for("", settings.DEFAULT_PACK)
checklists()

# What was loaded stays for good: the collector need not look at it again, nor look every few hundred values that a request makes.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
