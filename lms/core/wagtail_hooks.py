"""What the host changes in the CMS itself."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def pickers() -> SafeString:
    """Date and time pickers without inline scripts; see lms/core/templates/wagtailadmin/widgets."""
    return format_html('<script src="{}"></script>', static("js/cms/pickers.js"))
