# The rows of a package of CSV files, head aside, as Python's reader has them; what the descriptor
# says of each file must hold.
import csv
import hashlib
import io
import json
import sys
import zipfile

package = zipfile.ZipFile(sys.argv[1])
descriptor = json.loads(package.read("datapackage.json"))
assert len(descriptor["resources"]) + 1 == len(package.namelist())
for resource in descriptor["resources"]:
    data = package.read(resource["path"])
    assert resource["bytes"] == len(data)
    assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    fields = resource["schema"]["fields"]
    assert rows[0] == [field["name"] for field in fields]
    assert len(set(rows[0])) == len(rows[0])
    for row in rows[1:]:
        assert len(row) == len(fields)
        for value, field in zip(row, fields):
            if field["type"] == "number" and value:
                float(value)
            assert not value.startswith(("=", "+", "@"))
        print("".join(value.removeprefix("'") + "|" for value in row))
