"""Packages: signatures by RFC 8032, the same bytes twice, every change found, the receipt read back.

Source of the vectors: RFC 8032 section 7.1, tests 1 to 3.
"""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bondlife.disclosure.content import content_digest
from bondlife.disclosure.package import Carried, pack
from bondlife.disclosure.signing import is_signed, public_key, sign
from bondlife.errors import Blocked
from bondlife.offline.check_pack import check_pack
from bondlife.services import disclosure_packages as packages
from bondlife.services.disclosure_check import check
from bondlife.services.disclosure_packages import ReceiptInput
from models.registry import DisclosurePackage, Project
from tests.disclosure.test_change_of_use_ends import WORDS, f6_of, prepare
from tests.disclosure.test_change_of_use_ends import sign as signed_by_all
from tests.lifecycle.story import YI, on
from tests.money.county import County
from tests.money.test_changes import DAY, approve, asked

SECRET = "a secret of one installation"
VECTORS = (
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)


@pytest.mark.parametrize(("seed", "key", "message", "signature"), VECTORS)
def test_golden_signatures(seed: str, key: str, message: str, signature: str) -> None:
    known = [bytes.fromhex(one) for one in (seed, key, message, signature)]
    assert public_key(known[0]) == known[1]
    assert sign(known[0], known[2]) == known[3]
    assert is_signed(known[1], known[2], known[3])
    assert not is_signed(known[1], known[2] + b"x", known[3])
    assert not is_signed(known[1], known[2], known[3][:-1] + b"\x7f")
    assert not is_signed(b"", known[2], known[3])


def carried(**more: Any) -> Carried:
    content = {"form": "F7", "cut_off": "2036-12-31", "region": "示例区", "rows": [], **more}
    return Carried("0b6c0d2e-0000-4000-8000-000000000001", content_digest(content), content)


def packed(one: Carried) -> Any:
    from datetime import date

    given = {"number": "330304-1", "made_on": date(2037, 6, 1), "region": "示例区"}
    return pack([one], seed=packages.seed_of(SECRET), **given)  # type: ignore[arg-type]


def test_the_same_contents_give_the_same_bytes_and_every_change_is_found() -> None:
    made = packed(carried())
    assert made.body == packed(carried()).body
    assert check_pack(made.body, made.public_key).problems == []
    assert check_pack(changed(made.body, "index.html"), made.public_key).problems == [
        "index.html was changed"
    ]
    assert check_pack(changed(made.body, "more.html"), made.public_key).problems == [
        "more.html is not in the manifest"
    ]
    assert (
        check_pack(changed(made.body, "manifest.json"), made.public_key)
        .problems[0]
        .startswith("the manifest")
    )


def changed(body: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(body)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts[name] = parts.get(name, b"") + b" "
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for one, data in parts.items():
            archive.writestr(one, data)
    return out.getvalue()


def test_what_the_form_does_not_name_never_leaves_and_markup_is_text() -> None:
    with pytest.raises(ValueError, match="must not leave"):
        packed(carried(contact_phone="13812345678"))
    row = {"number": 1, "name": "<script>alert(1)</script>", "score": "90"}
    made = packed(carried(rows=[row]))
    with ZipFile(BytesIO(made.body)) as archive:
        page = archive.read(next(one for one in archive.namelist() if one.startswith("pages/"))).decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_an_approved_content_goes_out_and_its_receipt_comes_back(
    county: County, target: Project, tmp_path: Path
) -> None:
    story = county.story
    approve(county, asked(county, target, YI))
    row = f6_of(story)
    publisher = story.people["publisher"]
    with on(DAY), pytest.raises(Blocked, match="approved and waiting"):
        packages.make(story.db, publisher, "330304", SECRET)
    prepare(story, row, answers=WORDS)
    signed_by_all(story, row)
    name = target.name
    county.change(target, name="改名后的项目")
    with on(DAY), pytest.raises(Blocked, match="books changed"):
        packages.make(story.db, publisher, "330304", SECRET)
    county.change(target, name=name)
    with on(DAY):
        made = packages.make(story.db, publisher, "330304", SECRET)
    assert made["number"] == "330304-20360601-01"
    stored = story.one(DisclosurePackage)
    assert story.row("publication", row.public_id).state == "packaged"
    sent = [story.row("publication", row.public_id)]
    body = packages.package_bytes(stored, sent, SECRET, "瓯海区")
    assert check_pack(body, stored.public_key).problems == []
    line = {"publication": row.public_id, "address": "https://example.gov.cn/1", "digest": sent[0].digest}
    assert receive(county, tmp_path, {**line, "digest": "sha256:" + "0" * 64})["differs"] == 1
    assert story.row("publication", row.public_id).state == "packaged"
    assert receive(county, tmp_path, line)["published"] == 1
    public = story.row("publication", row.public_id)
    assert (public.state, public.address) == ("published", "https://example.gov.cn/1")
    assert story.one(DisclosurePackage).state == "received"
    assert receive(county, tmp_path, line)["known"] == 1
    found_outside(county, tmp_path, line)
    sent[0] = replace_content(sent[0])
    with pytest.raises(Blocked, match="changed"):
        packages.package_bytes(stored, sent, SECRET, "瓯海区")


def found_outside(county: County, folder: Path, line: dict[str, str]) -> None:
    """What stands outside is measured by its receipt: another digest is drift, ours again is none."""
    db = county.story.db
    with on("2036-06-04"):
        assert [one for one in check(db)["drift"] if one["figures"][0][0] == "digest"] == []
    other = "sha256:" + "0" * 64
    assert receive(county, folder, {**line, "digest": other})["differs"] == 1
    assert county.story.one(DisclosurePackage).state == "received"
    with on("2036-06-04"):
        [drift] = [one for one in check(db)["drift"] if one["publication"] == line["publication"]]
        assert drift["figures"][-1] == ["digest", other, line["digest"]]
    assert receive(county, folder, line)["known"] == 1
    with on("2036-06-05"):
        assert [one for one in check(db)["drift"] if one["figures"][-1][0] == "digest"] == []


def replace_content(row: Any) -> Any:
    row.content = {**row.content, "reason": "changed"}
    return row


def receive(county: County, folder: Path, line: dict[str, str]) -> dict[str, Any]:
    told = {"number": "330304-20360601-01", "published_on": "2036-06-02", "lines": [line]}
    form = ReceiptInput.model_validate(json.loads(json.dumps(told)))
    with on("2036-06-03"):
        return packages.receive(county.story.db, county.story.people["publisher"], form, folder / "papers")
