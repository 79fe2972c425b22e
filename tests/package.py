# The files that a folder's datapackage.json describes; each must be there, with its hash.
import hashlib
import json
import os
import sys

folder = sys.argv[1]
with open(os.path.join(folder, "datapackage.json"), encoding="utf-8") as file:
    package = json.load(file)
assert len({resource["name"] for resource in package["resources"]}) == len(package["resources"])
for resource in package["resources"]:
    with open(os.path.join(folder, resource["path"]), "rb") as file:
        assert resource["hash"] == "sha256:" + hashlib.sha256(file.read()).hexdigest()
    print(resource["path"])
