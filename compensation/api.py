"""Review cycles and receipts for other systems: read only, by the same access rules, every reading logged."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from compensation import access, services
from compensation.models import PayRead, Proposal, ReviewCycle
from lms.api.pagination import ApiPagination
from lms.core.errors import NotHere
from lms.people.models import Employee


class ReviewCycleSerializer(serializers.ModelSerializer[ReviewCycle]):
    """A cycle with its totals, which are null until something is computed. Amounts are decimals as text."""

    unit = serializers.SlugRelatedField[Any](slug_field="key", read_only=True)
    policy = serializers.SlugRelatedField[Any](slug_field="version", read_only=True)
    name = serializers.JSONField()
    totals = serializers.JSONField(source="computation.totals", default=None)
    inputs_digest = serializers.CharField(source="computation.inputs_digest", default=None)
    figures_digest = serializers.CharField(source="computation.figures_digest", default=None)

    class Meta:
        model = ReviewCycle
        fields: ClassVar[list[str]] = [
            "uuid", "name", "unit", "cut_off", "effective_on", "policy", "budget", "currency", "state", "totals",
            "inputs_digest", "figures_digest",
        ]  # fmt: skip


class ReceiptSerializer(serializers.ModelSerializer[Proposal]):
    """A receipt as it was computed: amounts are decimals as text, and its lines sum to `pay_after`."""

    employee = serializers.UUIDField(source="employee.uuid", read_only=True)
    cycle = serializers.UUIDField(source="computation.cycle.uuid", read_only=True)
    state = serializers.CharField(source="computation.cycle.state", read_only=True)
    effective_on = serializers.DateField(source="computation.cycle.effective_on", read_only=True)

    class Meta:
        model = Proposal
        fields: ClassVar[list[str]] = [
            "uuid", "employee", "cycle", "state", "effective_on", "evidence_count", "evidence_digest", "receipt"
        ]  # fmt: skip


class ReviewCycleViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[ReviewCycle]):
    """Review cycles, for those who may read everybody's pay."""

    serializer_class = ReviewCycleSerializer
    pagination_class = ApiPagination
    lookup_field = "uuid"
    queryset = ReviewCycle.objects.none()

    def get_queryset(self) -> "QuerySet[ReviewCycle]":
        """Nothing at all without the permission."""
        return access.visible_cycles(self.request.user).select_related("unit", "policy", "computation")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every cycle; not there without the permission."""
        access.require(access.may_view_pay(request.user))
        rows = self.paginate_queryset(self.get_queryset()) or []
        _log(request, [(None, cycle) for cycle in rows])
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One cycle."""
        cycle = self.get_queryset().filter(uuid=_uuid(kwargs)).first()
        if cycle is None:
            raise NotHere
        _log(request, [(None, cycle)])
        return Response(self.get_serializer(cycle).data)


class ReceiptViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Proposal]):
    """Receipts: one's own once published, or everybody's with the permission. `?cycle=` takes a cycle's uuid."""

    serializer_class = ReceiptSerializer
    pagination_class = ApiPagination
    lookup_field = "uuid"
    queryset = Proposal.objects.none()

    def get_queryset(self) -> "QuerySet[Proposal]":
        """What this login may read."""
        found = access.visible_proposals(self.request.user).select_related("employee", "computation__cycle")
        wanted = self.request.query_params.get("cycle", "")
        return found.filter(computation__cycle__uuid=_uuid({"uuid": wanted})) if wanted else found

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The receipts this login may read: an empty list for somebody without any."""
        rows = self.paginate_queryset(self.get_queryset()) or []
        _log(request, [(proposal.employee, proposal.computation.cycle) for proposal in rows])
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One receipt."""
        proposal = access.visible_proposal(request.user, _uuid(kwargs))
        _log(request, [(proposal.employee, proposal.computation.cycle)])
        return Response(self.get_serializer(proposal).data)


def _uuid(kwargs: dict[str, Any]) -> Any:
    """A uuid that can be looked up; something that is none is simply not there."""
    try:
        return serializers.UUIDField().to_internal_value(kwargs["uuid"])
    except serializers.ValidationError as error:
        raise NotHere from error


def _log(request: Request, subjects: Sequence[tuple[Employee | None, ReviewCycle | None]]) -> None:
    services.log_readings(
        actor=access.signed_in(request), purpose=PayRead.Purpose.API, path=request.path, subjects=subjects
    )
