from django.utils.translation import gettext_lazy as _

from lms.plugins import Manifest, PeriodicTask, PermissionGrant, PluginConfig, SiteUrls


class CompetenciesConfig(PluginConfig):
    name = "competencies"
    label = "competencies"
    verbose_name = "Competencies"
    manifest = Manifest(
        slug="competencies",
        name=_("Competencies"),
        summary=_("Frameworks, requirements, evidence and explained competency states."),
        version="0.1.0",
        requires_core=">=0.1,<0.2",
        hooks="competencies.hooks",
        depends_on=(),
        permissions=(
            PermissionGrant("competencies.view_any_profile", roles=("hr",), sensitive=True),
            PermissionGrant("competencies.view_dashboard", roles=("hr",), sensitive=True),
            PermissionGrant("competencies.revoke_evidence", roles=("hr",), sensitive=True),
            PermissionGrant("competencies.change_framework", roles=("hr", "administrator")),
        ),
        personal_data=("evidence about competencies", "estimates of competency"),
        urls=(SiteUrls("competencies/", "competencies.urls"),),
        periodic=(PeriodicTask("competencies.recompute-all", seconds=24 * 60 * 60),),
    )
