"""The WSGI application that the server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanzhang.site.settings")
application = get_wsgi_application()

# What was loaded stays for good: the collector need not look at it again, nor look every few hundred values that a request makes.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
