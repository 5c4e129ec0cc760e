from django.utils.translation import gettext_lazy as _

from lms.plugins import Manifest, PluginConfig, SiteUrls


class CompensationConfig(PluginConfig):
    name = "compensation"
    label = "compensation"
    verbose_name = "Compensation"
    manifest = Manifest(
        slug="compensation",
        name=_("Fair-compensation reviews"),
        summary=_("Pay bands, policies, review cycles and receipts anybody can follow."),
        version="0.1.0",
        requires_core=">=0.1,<0.2",
        hooks="compensation.hooks",
        depends_on=("competencies",),
        permissions=(),
        personal_data=("pay",),
        urls=(SiteUrls("pay/", "compensation.urls"),),
    )
