"""Who can read pay: every address, the API and the files, for everybody there is."""

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from compensation.models import PayRead, ReviewCycle
from lms.people.models import User
from tests.factories.compensation import Organisation, organisation, proposal_of
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db

READERS = ("hr", "approver")
EVERYBODY = (
    "anonymous", "colleague", "other", "owner", "manager", "trainer", "hr", "approver", "administrator", "superuser",
)  # fmt: skip


@dataclass(slots=True)
class Scene:
    """A published and a proposed cycle, and a login for each kind of person."""

    org: Organisation
    published: ReviewCycle
    proposed: ReviewCycle
    people: dict[str, User | None]

    def client(self, who: str) -> Client:
        """A browser signed in as somebody."""
        client = Client()
        user = self.people[who]
        if user is not None:
            client.force_login(user)
        return client


@pytest.fixture
def scene() -> Scene:
    org = organisation(staff=2)
    published = org.published()
    proposed = org.proposed()
    other = EmployeeFactory.create()
    people: dict[str, User | None] = {
        "anonymous": None,
        "colleague": org.staff[1].user,
        "other": other.user,
        "owner": org.staff[0].user,
        "manager": org.manager.user,
        "trainer": EmployeeFactory.create(user=UserFactory.create(roles=("trainer",))).user,
        "hr": org.hr,
        "approver": org.approver,
        "administrator": UserFactory.create(roles=("administrator",)),
        "superuser": UserFactory.create(is_superuser=True, is_staff=True),
    }
    return Scene(org, published, proposed, people)


def outcome(response: Any) -> str:
    """What somebody got: a page, the sign-in form, or nothing."""
    if response.status_code == 302:
        return "sign in" if "/account/login/" in response["Location"] else "moved"
    return {200: "page", 404: "nothing"}.get(response.status_code, str(response.status_code))


def expected(allowed: tuple[str, ...]) -> dict[str, str]:
    """Who gets the page; everybody else gets nothing."""
    return {who: "sign in" if who == "anonymous" else "page" if who in allowed else "nothing" for who in EVERYBODY}


def pages(scene: Scene) -> dict[str, tuple[str, ...]]:
    """Every page that is read, with who may read it."""
    own = proposal_of(scene.published, scene.org.staff[0])
    waiting = proposal_of(scene.proposed, scene.org.staff[0])
    found = {
        reverse("compensation:receipt", args=[own.uuid]): (*READERS, "owner"),
        reverse("compensation:receipt", args=[waiting.uuid]): READERS,
        reverse("compensation:cycles"): READERS,
        reverse("compensation:cycle-new"): ("hr",),
        reverse("compensation:rules"): READERS,
        reverse("compensation:policy", args=[1]): (*READERS, "owner", "colleague"),
        reverse("compensation:policy", args=[9]): (),
    }
    for cycle in (scene.published, scene.proposed):
        found |= {
            reverse(f"compensation:{name}", args=[cycle.uuid]): READERS for name in ("cycle", "cycle-csv", "cycle-xlsx")
        }
    return found


def test_pages_are_read_by_those_who_may_and_do_not_exist_for_others(scene: Scene) -> None:
    for url, allowed in pages(scene).items():
        got = {who: outcome(scene.client(who).get(url)) for who in EVERYBODY}
        assert got == expected(allowed), url


def test_receipt_replaced_by_a_newer_computation_is_not_there_for_anybody(scene: Scene) -> None:
    from compensation import services
    from tests.factories.compensation import show

    old = proposal_of(scene.proposed, scene.org.staff[0])
    services.return_with_reason(actor=scene.org.approver, cycle=scene.proposed, reason="Otra vez.")
    show(scene.org.staff[1], right=6, of=6)
    services.compute_proposals(actor=scene.org.hr, cycle=scene.proposed)
    url = reverse("compensation:receipt", args=[old.uuid])
    assert {who: outcome(scene.client(who).get(url)) for who in EVERYBODY} == expected(())


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("step", ["compute", "submit", "publish", "cancel", "approve", "return"])
def test_steps_do_not_exist_for_those_who_may_not_take_them(scene: Scene, step: str, method: str) -> None:
    url = reverse(f"compensation:cycle-{step}", args=[scene.published.uuid])
    allowed = ("approver",) if step in {"approve", "return"} else ("hr",)
    strangers = [who for who in EVERYBODY if who not in allowed]
    got = {who: outcome(getattr(scene.client(who), method)(url)) for who in strangers}
    assert got == {who: "sign in" if who == "anonymous" else "nothing" for who in strangers}


def test_opening_a_cycle_by_post_does_not_exist_for_others(scene: Scene) -> None:
    url = reverse("compensation:cycle-new")
    strangers = [who for who in EVERYBODY if who != "hr"]
    got = {who: outcome(scene.client(who).post(url, {})) for who in strangers}
    assert got == {who: "sign in" if who == "anonymous" else "nothing" for who in strangers}
    assert ReviewCycle.objects.count() == 2


def test_my_pay_is_there_for_employees_only(scene: Scene) -> None:
    got = {who: outcome(scene.client(who).get(reverse("compensation:mine"))) for who in EVERYBODY}
    employees = ("colleague", "other", "owner", "manager", "trainer")
    assert got == expected(employees)


def plain(response: Any) -> str:
    """A page without its address and the token of its forms."""
    return re.sub(r"/pay/[^\"]*|value=\"[A-Za-z0-9]{64}\"", "", response.content.decode())


def test_what_is_not_there_looks_the_same_whether_it_exists_or_not(scene: Scene) -> None:
    client = scene.client("manager")
    real = client.get(reverse("compensation:cycle", args=[scene.published.uuid]))
    invented = client.get(reverse("compensation:cycle", args=["00000000-0000-4000-8000-000000000000"]))
    assert real.status_code == invented.status_code == 404
    assert plain(real) == plain(invented)


def test_no_page_of_a_stranger_holds_an_amount(scene: Scene) -> None:
    amounts = [f"{int(proposal_of(scene.published, one).amounts().pay_after):,}" for one in scene.org.staff]
    written = [amount.replace(",", ".") for amount in amounts] + amounts
    for who in ("other", "manager", "trainer", "administrator", "superuser"):
        client = scene.client(who)
        for url in [*pages(scene), reverse("compensation:mine"), "/"]:
            text = client.get(url).content.decode(errors="replace")
            assert not [amount for amount in written if amount in text], (who, url)


def test_colleague_reads_the_own_receipt_only(scene: Scene) -> None:
    listed = scene.client("colleague").get(reverse("compensation:mine")).content.decode()
    own, others = (str(proposal_of(scene.published, scene.org.staff[index]).uuid) for index in (1, 0))
    assert own in listed
    assert others not in listed


API_CYCLES, API_RECEIPTS = "/api/v1/review-cycles/", "/api/v1/receipts/"


def test_api_of_cycles_follows_the_same_rules(scene: Scene) -> None:
    for url in (API_CYCLES, f"{API_CYCLES}{scene.published.uuid}/"):
        got = {who: scene.client(who).get(url).status_code for who in EVERYBODY}
        assert got == {who: 401 if who == "anonymous" else 200 if who in READERS else 404 for who in EVERYBODY}


def test_api_of_receipts_lists_what_each_one_may_read(scene: Scene) -> None:
    def listed(who: str) -> set[str]:
        return {row["uuid"] for row in scene.client(who).get(API_RECEIPTS).json()["results"]}

    mine = str(proposal_of(scene.published, scene.org.staff[0]).uuid)
    colleagues = str(proposal_of(scene.published, scene.org.staff[1]).uuid)
    waiting = {str(proposal_of(scene.proposed, one).uuid) for one in scene.org.staff}
    everything = {mine, colleagues} | waiting
    assert {who: listed(who) for who in EVERYBODY if who != "anonymous"} == {
        "colleague": {colleagues}, "other": set(), "owner": {mine}, "manager": set(), "trainer": set(),
        "hr": everything, "approver": everything, "administrator": set(), "superuser": set(),
    }  # fmt: skip
    assert scene.client("anonymous").get(API_RECEIPTS).status_code == 401


def test_api_of_one_receipt_follows_the_same_rules(scene: Scene) -> None:
    url = f"{API_RECEIPTS}{proposal_of(scene.published, scene.org.staff[0]).uuid}/"
    allowed = (*READERS, "owner")
    got = {who: scene.client(who).get(url).status_code for who in EVERYBODY}
    assert got == {who: 401 if who == "anonymous" else 200 if who in allowed else 404 for who in EVERYBODY}
    assert scene.client("hr").get(f"{API_RECEIPTS}not-a-uuid/").status_code == 404
    assert scene.client("hr").get(f"{API_RECEIPTS}?cycle=not-a-uuid").status_code == 404


def test_api_cannot_write(scene: Scene) -> None:
    client = scene.client("hr")
    for url in (API_CYCLES, f"{API_CYCLES}{scene.published.uuid}/", API_RECEIPTS):
        for method in ("post", "put", "patch", "delete"):
            response = getattr(client, method)(url, json.dumps({}), content_type="application/json")
            assert response.status_code == 405


def test_navigation_offers_each_one_what_is_theirs(scene: Scene) -> None:
    def offered(who: str) -> list[str]:
        found = scene.client(who).get(reverse("compensation:mine"))
        return [item.url for item in found.context["navigation"] if item.url.startswith("/pay/")]

    assert {who: offered(who) for who in ("owner", "manager", "hr", "approver", "administrator", "superuser")} == {
        "owner": ["/pay/me/"],
        "manager": ["/pay/me/"],
        "hr": ["/pay/cycles/"],
        "approver": ["/pay/cycles/"],
        "administrator": [],
        "superuser": [],
    }


def test_permissions_do_not_come_with_a_role_that_is_not_named() -> None:
    from compensation.access import APPROVE_CYCLE, OPEN_CYCLE, VIEW_PAY

    def held(**values: Any) -> set[str]:
        user = UserFactory.create(**values)
        return {name for name in (VIEW_PAY, OPEN_CYCLE, APPROVE_CYCLE) if user.has_perm(name)}

    assert held(roles=("hr",)) == {VIEW_PAY, OPEN_CYCLE}
    assert held(roles=("approver",)) == {VIEW_PAY, APPROVE_CYCLE}
    assert held(roles=("administrator",)) == held(roles=("trainer",)) == held(is_superuser=True) == set()
    assert held(is_superuser=True, roles=("hr",)) == {VIEW_PAY, OPEN_CYCLE}


def test_cms_knows_nothing_of_pay(scene: Scene) -> None:
    client = scene.client("superuser")
    menu = client.get("/cms/").content.decode()
    assert "/pay/" not in menu
    from wagtail.snippets.models import get_snippet_models

    assert not [model for model in get_snippet_models() if model._meta.app_label == "compensation"]


def test_every_reading_is_logged_with_its_purpose(scene: Scene) -> None:
    PayRead.objects.filter().exists()
    before = PayRead.objects.count()
    proposal = proposal_of(scene.published, scene.org.staff[0])
    receipt = reverse("compensation:receipt", args=[proposal.uuid])
    cycle = reverse("compensation:cycle", args=[scene.published.uuid])
    scene.client("owner").get(reverse("compensation:mine"))
    scene.client("owner").get(receipt)
    scene.client("hr").get(receipt)
    scene.client("hr").get(cycle)
    scene.client("approver").get(f"{cycle}export.csv")
    scene.client("approver").get(f"{cycle}export.xlsx")
    scene.client("hr").get(f"{API_RECEIPTS}{proposal.uuid}/")
    scene.client("owner").get(API_RECEIPTS)
    scene.client("manager").get(receipt)
    rows = PayRead.objects.order_by("pk")[before:]
    owner = scene.org.staff[0]
    assert [(row.reader, row.employee, row.cycle, row.purpose, row.path) for row in rows] == [
        (owner.user, owner, None, "own", "/pay/me/"),
        (owner.user, owner, scene.published, "own", receipt),
        (scene.org.hr, owner, scene.published, "review", receipt),
        (scene.org.hr, None, scene.published, "review", cycle),
        (scene.org.approver, None, scene.published, "export", f"{cycle}export.csv"),
        (scene.org.approver, None, scene.published, "export", f"{cycle}export.xlsx"),
        (scene.org.hr, owner, scene.published, "api", f"{API_RECEIPTS}{proposal.uuid}/"),
        (owner.user, owner, scene.published, "api", API_RECEIPTS),
    ]
