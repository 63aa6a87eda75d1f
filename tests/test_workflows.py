"""The workflows, ours and a new dossier's: their permissions, and that all downloads are pinned by hash."""

import re
from pathlib import Path

import pytest
import yaml

from dossier.cli import main
from dossier.cli.origin import DISTRIBUTION

ROOT = Path(__file__).parent.parent
NEW = ROOT / "templates" / "new" / "actions"
WORKFLOWS = sorted([*ROOT.glob(".github/workflows/*.yml"), *NEW.glob(".github/workflows/*.yml")])
PAGES = [ROOT / ".github" / "workflows" / "pages.yml", NEW / ".github" / "workflows" / "pages.yml"]

# Commit and release of every action that may run.
ACTIONS = {
    "actions/checkout": ("11bd71901bbe5b1630ceea73d27597364c9af683", "v4.2.2"),
    "actions/setup-python": ("42375524e23c412d93fb67b49958b491fce71c38", "v5.4.0"),
    "actions/configure-pages": ("983d7736d9b0ae728b81ab479565c72886d7745b", "v5.0.0"),
    "actions/upload-pages-artifact": ("56afc609e74202658d3ffba0e8f6dda462b719fa", "v3.0.1"),
    "actions/deploy-pages": ("d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e", "v4.0.5"),
    "actions/cache": ("5a3ec84eff668545956fd18022155c47e93e2684", "v4.2.3"),
}


def plain(path):
    """A YAML file; to GitHub, `on` is a word as it is here."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


def steps(job):
    return [step.get("run") or step["uses"] for step in job["steps"]]


def named(path):
    return path.relative_to(ROOT).as_posix()


def test_all_workflows_are_looked_at():
    assert len(WORKFLOWS) >= 3
    assert {*PAGES} < {*WORKFLOWS}


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
def test_every_action_is_one_commit_and_says_which_release_that_is(path):
    used = [step["uses"] for job in plain(path)["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used
    lines = re.findall(r"uses: (\S+)@([0-9a-f]{40}) # (v[\d.]+)$", path.read_text("utf-8"), re.MULTILINE)
    assert [f"{action}@{commit}" for action, commit, _ in lines] == used
    assert [line for line in lines if ACTIONS.get(line[0]) != line[1:]] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
def test_a_workflow_may_read_and_only_a_job_that_runs_nothing_else_may_publish(path):
    workflow = plain(path)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        rights = job.get("permissions", workflow["permissions"])
        if "write" in rights.values():
            assert [step.partition("@")[0] for step in steps(job)] == ["actions/deploy-pages"]
            assert rights == {"pages": "write", "id-token": "write"}
        else:
            assert {*rights.items()} <= {("contents", "read"), ("pages", "read")}
            assert "environment" not in job
        for step in job["steps"]:
            assert "${{ github" not in step.get("run", ""), "what outsiders name is no part of a command"
            if "actions/checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_the_site_is_built_by_one_job_and_deployed_by_another(path):
    workflow = plain(path)
    assert workflow["on"]["push"] == {"branches": ["main"]}
    build, deploy = workflow["jobs"]["build"], workflow["jobs"]["deploy"]
    assert (build["permissions"], deploy["needs"]) == ({"contents": "read", "pages": "read"}, "build")
    assert build["steps"][-1]["uses"].startswith("actions/upload-pages-artifact@")
    (step_built,) = [step for step in build["steps"] if "dossier build" in step.get("run", "")]
    assert step_built["run"] == 'dossier build --edition public --strict --base-url "$ADDRESS/"'
    assert step_built["env"] == {"ADDRESS": "${{ steps.address.outputs.base_url }}"}
    by_id = {step["id"]: step["uses"].partition("@")[0] for step in (*build["steps"], *deploy["steps"]) if "id" in step}
    assert by_id == {"address": "actions/configure-pages", "pages": "actions/deploy-pages"}
    assert deploy["environment"]["url"] == "${{ steps.pages.outputs.page_url }}"


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_packages_come_by_their_hashes_and_the_program_brings_none(path):
    job = plain(path)["jobs"]["build"]
    installing = [line.strip() for step in steps(job) for line in step.splitlines() if "pip" in line]
    packages, program = installing
    assert "--require-hashes --only-binary :all: -r " in packages
    assert "--no-deps --no-build-isolation " in program
    requirements = path.parents[2] / packages.rpartition(" ")[2]
    assert requirements.is_file()


def test_a_new_dossiers_workflow_installs_what_lies_in_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "summit", "--publish", "actions"]) == 0
    workflow = plain(tmp_path / "summit/.github/workflows/pages.yml")
    source = workflow["env"]["DOSSIER"]
    if source.startswith("./"):
        assert re.fullmatch(rf"\./{DISTRIBUTION}-[\d.]+-py3-none-any\.whl", source)
        assert (tmp_path / "summit" / source).is_file()
    else:
        assert re.fullmatch(r"git\+https://\S+@[0-9a-f]{40}|https://\S+#sha256=[0-9a-f]{64}", source)
    assert (tmp_path / "summit/requirements.txt").read_bytes() == (NEW / "requirements.txt").read_bytes()
    assert "dossier check --strict" in steps(workflow["jobs"]["build"])


def test_a_dossier_with_a_branch_has_no_workflow_and_no_wheel(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "summit"]) == 0
    names = {path.name for path in (tmp_path / "summit").iterdir()}
    assert not {name for name in names if name.endswith((".whl", ".txt")) or name == ".github"}


@pytest.mark.parametrize("folder", [ROOT, NEW], ids=["ours", "a new dossier's"])
def test_dependabot_offers_newer_actions_and_packages(folder):
    updates = plain(folder / ".github" / "dependabot.yml")["updates"]
    assert {one["package-ecosystem"] for one in updates} == {"github-actions", "pip"}
    for one in updates:
        for directory in one.get("directories", [one.get("directory")]):
            assert (folder / directory.lstrip("/")).is_dir()
