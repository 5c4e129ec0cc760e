from django.utils.translation import gettext_lazy as _

from lms.plugins import Manifest, PluginConfig, SiteUrls


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
        permissions=(),
        personal_data=("evidence about competencies",),
        urls=(SiteUrls("competencies/", "competencies.urls"),),
    )
