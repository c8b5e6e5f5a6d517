"""All cases of the adversarial suite, by the name of their student."""

from cases_abuse import ABUSE
from cases_benign import BENIGN
from cases_edited import EDITED
from cases_floods import FLOODS
from cases_frames import FRAMES
from cases_handed_in import HANDED_IN
from cases_leaks import LEAKS
from cases_malformed import MALFORMED
from cases_outside import OUTSIDE
from cases_patches import PATCHES
from cases_wrong import WRONG
from hostile_case import Case

REGISTERS = (BENIGN, WRONG, ABUSE, FLOODS, PATCHES, FRAMES, OUTSIDE, HANDED_IN, LEAKS, EDITED, MALFORMED)
CASES: dict[str, Case] = {name: case for register in REGISTERS for name, case in register.items()}
assert len(CASES) == sum(map(len, REGISTERS))
