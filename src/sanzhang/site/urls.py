"""Every address of the product."""

from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.urls import include, path

from sanzhang.api import routes as api
from sanzhang.desk.access import outside
from sanzhang.desk.pages.sign_in import sign_in

urlpatterns = [
    path("api/v1/", api.urls),
    path("", include("sanzhang.desk.routes")),
    path("", include("sanzhang.field.routes")),
    # Outside sign-in (OIDC). The names are those that the library looks for; it gets no page of its own.
    path("outside/<str:provider_id>/login/", outside(login), name="openid_connect_login"),
    path("outside/<str:provider_id>/login/callback/", outside(callback), name="openid_connect_callback"),
    path("outside/sign-in/", sign_in, name="account_login"),
    path("outside/cancelled/", sign_in, name="socialaccount_login_cancelled"),
    path("outside/error/", sign_in, name="socialaccount_login_error"),
    path("outside/closed/", sign_in, name="socialaccount_signup"),
]
