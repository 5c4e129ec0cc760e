"""Rows that are facts: written once, never changed, never deleted by the application."""

from typing import Any, NoReturn, TypeVar

from django.db import models


class AppendOnlyError(RuntimeError):
    """A programming mistake: somebody tried to change or delete a fact."""


T = TypeVar("T", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[T]):
    """Reads and inserts only."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} rows are facts and cannot be updated.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} rows are facts and cannot be deleted.")


class AppendOnly(models.Model):
    """Base of the ledger tables. A second `save()` and any `delete()` raise."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are facts and cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{type(self).__name__} rows are facts and cannot be deleted.")
