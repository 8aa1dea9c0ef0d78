"""How hazards are followed up as plan data (clause 7.2): dates to choose from, when people are nagged, who hears next.

Nags count working days and go out at the calendar's hour of reminding.
"""

from typing import Annotated

from pydantic import Field, model_validator

from config.schema import ClauseId, Schema, refused

Days = Annotated[int, Field(ge=0, le=365)]
Nag = Annotated[int, Field(ge=0, le=60)]


class HazardRules(Schema):
    """The hazard register: found → assigned → fixed → verified by somebody else.

    `due` are the calendar days that an owner may be given, as buttons; `due_default` counts where words name no
    date. `nag` counts from the due date (0 is that day), `assign` from the report, `verify` from the fix.
    `office_after` and `director_after` say from which of these days on the office, and the director, hear of it.
    """

    clause: ClauseId = "7.2"
    serious: ClauseId = "7.4.4"
    due: Annotated[tuple[Days, ...], Field(min_length=1, max_length=6)] = (0, 3, 7)
    due_default: Days = 3
    nag: tuple[Nag, ...] = (0, 1, 2, 3)
    assign: tuple[Nag, ...] = (1, 2)
    verify: tuple[Nag, ...] = (1, 3)
    office_after: Nag = 1
    director_after: Nag = 3

    @model_validator(mode="after")
    def _rises(self) -> "HazardRules":
        if self.director_after < self.office_after:
            raise refused(
                f"the director would hear after {self.director_after} days, the office after {self.office_after}",
                "write director_after: no less than office_after:",
            )
        return self
