from django.utils.translation import gettext_lazy as _

from lms.plugins import Manifest, PluginConfig, SiteUrls


class ScenariosConfig(PluginConfig):
    name = "scenarios"
    label = "scenarios"
    verbose_name = "Scenarios"
    manifest = Manifest(
        slug="scenarios",
        name=_("Role-plays"),
        summary=_("Branching role-plays with difficult customers: write, check, play, debrief."),
        version="0.1.0",
        requires_core=">=0.1,<0.2",
        hooks="scenarios.hooks",
        depends_on=(),
        permissions=(),
        personal_data=("what was answered in role-plays",),
        urls=(SiteUrls("practice/", "scenarios.urls"),),
    )

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from scenarios import receivers

        page_published.connect(receivers.published, dispatch_uid="scenarios.published")
        page_unpublished.connect(receivers.unpublished, dispatch_uid="scenarios.unpublished")
