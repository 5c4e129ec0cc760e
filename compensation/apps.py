from django.utils.translation import gettext_lazy as _

from lms.plugins import Manifest, PermissionGrant, PluginConfig, SiteUrls


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
        permissions=(
            PermissionGrant("compensation.view_pay", roles=("hr", "approver"), sensitive=True),
            PermissionGrant("compensation.open_cycle", roles=("hr",), sensitive=True),
            PermissionGrant("compensation.approve_cycle", roles=("approver",), sensitive=True),
        ),
        personal_data=("pay",),
        urls=(SiteUrls("pay/", "compensation.urls"),),
    )
