"""A record model as a careful Python program would have it: pydantic checks identifiers, lists and dates.

Everything that pydantic can check in its compiled core is left to the core; only the category list, which the snapshot
gives as one string, is split in Python.
"""

from datetime import date
from typing import Annotated, Optional

from pydantic import BaseModel, BeforeValidator, Field
from typing_extensions import TypedDict


class Version(TypedDict):
    version: Annotated[str, Field(pattern=r"^v\d+$")]
    created: str


class PaperMetadata(BaseModel):
    id: str = Field(pattern=r"^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?$")
    title: str = Field(min_length=1)
    authors: str
    authors_parsed: list[list[str]]
    abstract: str
    categories: Annotated[list[str], BeforeValidator(str.split)] = Field(min_length=1)
    submitter: Optional[str] = None
    comments: Optional[str] = None
    journal_ref: Optional[str] = Field(default=None, alias="journal-ref")
    doi: Optional[str] = None
    versions: list[Version] = Field(min_length=1)
    update_date: date
