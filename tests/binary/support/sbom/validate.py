"""Validates an SPDX 2.3 and a CycloneDX 1.6 document against their published JSON schemas.

Arguments: the folder with the packages of requirements.txt, the SPDX file, the CycloneDX file.
"""

import json
import pathlib
import sys

packages = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(packages))

from jsonschema import Draft7Validator, FormatChecker  # noqa: E402
from referencing import Registry, Resource  # noqa: E402
from referencing.jsonschema import DRAFT7  # noqa: E402

cyclonedx = packages / "cyclonedx/schema/_res"


def load(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def retrieve(uri):
    """CycloneDX's schema refers to others by their names."""
    return Resource.from_contents(
        load(cyclonedx / uri.rsplit("/", 1)[-1]), default_specification=DRAFT7
    )


failed = False
for document, schema in (
    (sys.argv[2], packages / "lib4sbom/schemas/spdx/2.3-schema.json"),
    (sys.argv[3], cyclonedx / "bom-1.6.SNAPSHOT.schema.json"),
):
    validator = Draft7Validator(
        load(schema), registry=Registry(retrieve=retrieve), format_checker=FormatChecker()
    )
    for error in validator.iter_errors(load(document)):
        failed = True
        print(f"{document}: {error.json_path}: {error.message[:300]}")
sys.exit(failed)
