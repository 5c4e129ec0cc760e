"""Addresses of this plugin."""

from django.urls import URLPattern, URLResolver, path

from compensation.views import cycles, own, rules

app_name = "compensation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", own.home, name="home"),
    path("me/", own.mine, name="mine"),
    path("receipts/<uuid:uuid>/", own.receipt, name="receipt"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/new/", cycles.new, name="cycle-new"),
    path("cycles/<uuid:uuid>/", cycles.cycle, name="cycle"),
    path("cycles/<uuid:uuid>/compute/", cycles.compute, name="cycle-compute"),
    path("cycles/<uuid:uuid>/submit/", cycles.submit, name="cycle-submit"),
    path("cycles/<uuid:uuid>/approve/", cycles.approve, name="cycle-approve"),
    path("cycles/<uuid:uuid>/return/", cycles.return_, name="cycle-return"),
    path("cycles/<uuid:uuid>/publish/", cycles.publish, name="cycle-publish"),
    path("cycles/<uuid:uuid>/cancel/", cycles.cancel, name="cycle-cancel"),
    path("cycles/<uuid:uuid>/export.csv", cycles.export_csv, name="cycle-csv"),
    path("cycles/<uuid:uuid>/export.xlsx", cycles.export_xlsx, name="cycle-xlsx"),
    path("rules/", rules.rules, name="rules"),
    path("rules/policies/<int:version>/", rules.policy, name="policy"),
]
