#!/usr/bin/python3
"""Holds JSON files against a JSON Schema: validate.py SCHEMA FILE… prints what each breaks."""
import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for name in sys.argv[2:]:
    with open(name, encoding="utf-8-sig") as file:
        for error in validator.iter_errors(json.load(file)):
            print(name, "/".join(map(str, error.absolute_path)), error.message[:80])
