"""Which interventional-radiology procedures are worth discussing: why, why not, and what is missing.

It informs a talk; it never recommends, ranks or scores.
"""

from screener.patient.ages import age_problem
from screener.patient.examples import Example, read_examples
from screener.patient.files import read_patient_file, read_patient_text
from screener.patient.patient import Patient, PatientFacts
from screener.patient.schema import patient_schema
from screener.places import rules_of_environment
from screener.problems import (
    BudgetError,
    DisagreementError,
    KnowledgeError,
    PatientError,
    Place,
    Problem,
    ScreenerError,
)
from screener.result.screening import Screening
from screener.screening.examination import Examination
from screener.screening.knowledge_base import KnowledgeBase, load_knowledge
from screener.screening.screen import examine, screen

__version__ = "0.1.0"

__all__ = [
    "BudgetError",
    "DisagreementError",
    "Examination",
    "Example",
    "KnowledgeBase",
    "KnowledgeError",
    "Patient",
    "PatientError",
    "PatientFacts",
    "Place",
    "Problem",
    "ScreenerError",
    "Screening",
    "age_problem",
    "examine",
    "load_knowledge",
    "patient_schema",
    "read_examples",
    "read_patient_file",
    "read_patient_text",
    "rules_of_environment",
    "screen",
]
