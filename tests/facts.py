# The figures of a JSON of facts, a line each: name, value as written, unit. What the schema says of
# it must hold.
import json
import os
import sys

import jsonschema

SCHEMA = os.path.join(os.path.dirname(__file__), "../docs/facts.schema.json")
with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
jsonschema.validate(json.loads(text), json.load(open(SCHEMA, encoding="utf-8")))
for fact in json.loads(text, parse_float=str, parse_int=str)["facts"]:
    if fact["kind"] in ("money", "price", "rate", "count", "score"):
        print(fact["name"], fact["value"], fact.get("unit", ""), sep="\t")
