"""Addresses of the desk."""

from django.urls import path

from sanzhang.desk.pages import calendar, exemptions, home, ledger, net, notice, parameters, progress, proposals, records, sign_in

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("password/", sign_in.password, name="password"),
    path("language/", sign_in.language, name="language"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<str:duty_id>/", ledger.matrix, name="matrix"),
    path("obligation/<path:key>/exempt/", exemptions.exempt, name="exempt"),
    path("obligation/<path:key>/", ledger.obligation, name="obligation"),
    path("net/", net.net, name="net"),
    path("progress/", progress.progress, name="progress"),
    path("notice/", notice.notice, name="notice"),
    path("parameters/", parameters.parameters, name="parameters"),
    path("parameters/<str:parameter_id>/", parameters.parameter_decide, name="parameter_decide"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<path:key>/", proposals.proposal, name="proposal"),
    path("records/", records.records, name="records"),
    path("records/new/", records.record_choose, name="record_choose"),
    path("records/new/<str:kind_id>/", records.record_new, name="record_new"),
    path("records/<uuid:record_id>/", records.record, name="record"),
    path("records/<uuid:record_id>/withdraw/", records.record_withdraw, name="record_withdraw"),
    path("records/<uuid:record_id>/media/<str:sha256>/", records.media, name="media"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<str:token>.ics", calendar.feed, name="feed"),
]
