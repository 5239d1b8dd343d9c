"""The kind of ordinary budget projects: the whole chain of performance management, no stages of its own."""

from models.kinds.budget_project import budget_project
from models.lifecycle import Label

KIND = budget_project(
    "ordinary",
    Label("Ordinary budget project", "普通预算项目"),
    "中发〔2018〕34号；财预〔2020〕10号",
    version=2,
)
