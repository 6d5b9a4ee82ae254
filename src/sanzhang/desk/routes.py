"""Addresses of the desk."""

from django.urls import path

from sanzhang.desk.pages import home, sign_in

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("password/", sign_in.password, name="password"),
    path("language/", sign_in.language, name="language"),
]
