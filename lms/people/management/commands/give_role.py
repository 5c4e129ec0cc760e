"""`manage.py give_role <user name> <role>`: how the first person of a role that opens something sensitive gets it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.people import services
from lms.people.models import User
from lms.people.roles import ROLES


class Command(BaseCommand):
    help = "Gives a login a role, or takes it away with --take. Roles: " + ", ".join(role.key for role in ROLES) + "."

    def add_arguments(self, parser: CommandParser) -> None:
        """The login, the role, and the direction."""
        parser.add_argument("username")
        parser.add_argument("role", choices=[role.key for role in ROLES])
        parser.add_argument("--take", action="store_true", help="Take the role away instead.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Change the role and say so."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no login {options['username']!r}. Nothing was changed.")
        services.give_role(actor=None, user=user, role=options["role"], take=options["take"])
        self.stdout.write(f"{user.username}: {', '.join(sorted(user.groups.values_list('name', flat=True))) or '–'}")
