"""The CMS's app of users, with the site's own screens of logins."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    """See `lms.people.accounts` for what is different, and why."""

    user_viewset = "lms.people.accounts.AccountViewSet"
