"""The desk's pages for imports: from the file to the commit and back, and who may call them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.imports.conftest import COUNTY, PEOPLE, appoint, as_csv

from sanzhang.accounts.models import Account
from sanzhang.imports.models import Upload
from sanzhang.imports.reading import read_sheet
from sanzhang.imports.tables import TABLES
from sanzhang.people.models import Person

PERSON = ("人员编号", "姓名", "所属区划代码", "联系电话")
GOOD = as_csv([PERSON, ("DD009", "新人", "150624101", "13900000001"), ("JZ001", "甲镇长", "", "13900000002")])
BAD = as_csv([PERSON, ("DD009", "", "15062410", ""), ("YZ001", "冒名", "", "")])


@pytest.fixture
def sign_in(county: str) -> Any:
    """A client that is signed in as the person with that number."""

    def run(number: str) -> Client:
        account = Account.objects.filter(person=number).first() or Account.objects.open(number, number, COUNTY, None)
        client = Client()
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
        return client

    return run


def upload(client: Client, content: bytes, table: str = "people") -> Any:
    """Send a file, as the form does."""
    first = client.get(reverse("desk:imports"))
    appointment = first.context["form"].fields["appointment"].choices[0][0]
    data = {"table": table, "appointment": appointment, "file": SimpleUploadedFile("名单.csv", content)}
    return client.post(reverse("desk:import_upload"), data, follow=True)


def test_from_the_file_to_the_commit_and_back(sign_in):
    client = sign_in("JZ001")
    page = upload(client, GOOD)
    shown = page.content.decode()
    assert "138******34" in shown
    assert "13900000002" not in shown
    kept = Upload.objects.get()
    assert b"13900000001" not in bytes(kept.content)
    done = client.post(reverse("desk:import_commit", args=[kept.id]), follow=True)
    assert "已导入：新增 1，更改 1，不变 0。" in done.content.decode()
    assert not Upload.objects.exists()
    assert Person.objects.filter(number="DD009", superseded_at__isnull=True).exists()
    undone = client.post(reverse("desk:import_undo", args=[done.context["batch"]]), follow=True)
    assert "已撤销" in undone.content.decode()
    assert not Person.objects.filter(number="DD009", superseded_at__isnull=True).exists()
    assert "已撤销" in client.get(reverse("desk:imports")).content.decode()
    again = client.post(reverse("desk:import_undo", args=[done.context["batch"]]))
    assert again.status_code == 409
    assert "已经撤销过" in again.content.decode()


def test_faults_are_shown_with_row_and_column_and_can_be_downloaded(sign_in):
    client = sign_in("JZ001")
    page = upload(client, BAD)
    shown = page.content.decode()
    assert "第 2 行 · 所属区划代码" in shown
    assert "全部写入" not in shown
    assert "乙达" not in shown
    file = client.get(page.request["PATH_INFO"], {"export": "xlsx"})
    rows = read_sheet(file.content, "问题.xlsx").rows
    assert len(rows) == 1 + len(page.context["report"].faults)


def test_a_commit_that_is_refused_shows_why(sign_in):
    client = sign_in("DD001")
    page = upload(
        client, as_csv([("人员编号", "岗位", "区划代码", "任职日期"), ("DD002", "town_head", "150624102", "2026-01-01")]), "appointments"
    )
    appoint("YZ001", "town_head", "150624102")
    done = client.post(reverse("desk:import_commit", args=[page.context["upload"].id]), follow=True)
    assert "已由 乙达 担任" in done.content.decode()


def test_an_upload_is_its_owners_alone_and_for_a_day(sign_in):
    kept = upload(sign_in("JZ001"), GOOD).context["upload"]
    other = sign_in("DD001")
    assert other.get(reverse("desk:import_check", args=[kept.id])).status_code == 404
    assert other.post(reverse("desk:import_commit", args=[kept.id])).status_code == 404
    Upload.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert sign_in("JZ001").get(reverse("desk:import_check", args=[kept.id])).status_code == 404


def test_a_batch_is_not_told_to_a_neighbour(sign_in):
    appoint("YZ001", "town_head", "150624102")
    client = sign_in("JZ001")
    kept = upload(client, GOOD).context["upload"]
    batch = client.post(reverse("desk:import_commit", args=[kept.id]), follow=True).context["batch"]
    neighbour = sign_in("YZ001")
    assert neighbour.get(reverse("desk:import_batch", args=[batch])).status_code == 404
    assert neighbour.post(reverse("desk:import_undo", args=[batch])).status_code == 404
    assert neighbour.get(reverse("desk:imports")).context["batches"] == []


def test_a_post_without_the_power_gets_no_page(sign_in):
    appoint("YZ001", "emergency_bureau", COUNTY)
    client = sign_in("YZ001")
    assert client.get(reverse("desk:imports")).status_code == 403
    assert client.get(reverse("desk:import_template", args=["people"])).status_code == 403


def test_a_post_that_manages_no_register_is_told_so(sign_in, monkeypatch):
    appoint("DD002", "brigade_officer", COUNTY)
    monkeypatch.setattr("sanzhang.desk.pages.imports.TABLES", {"people": TABLES["people"]})
    page = sign_in("DD002").get(reverse("desk:imports"))
    assert page.context["tables"] == []
    assert "没有可以导入的名册" in page.content.decode()


def test_only_tables_of_the_posts_powers_are_offered(sign_in):
    client = sign_in("DD001")
    offered = [table["name"] for table in client.get(reverse("desk:imports")).context["tables"]]
    assert "people" in offered
    assert "areas" not in offered
    assert client.get(reverse("desk:import_template", args=["areas"])).status_code == 404
    assert client.get(reverse("desk:import_template", args=["people"])).status_code == 200


def test_a_file_that_is_empty_or_missing_is_refused_at_once(sign_in):
    client = sign_in("JZ001")
    assert client.post(reverse("desk:import_upload"), {"table": "people"}).status_code == 200
    assert not Upload.objects.exists()
    assert len(PEOPLE) == Person.objects.filter(superseded_at__isnull=True).count()
