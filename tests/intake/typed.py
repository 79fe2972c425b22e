#!/usr/bin/env python3
"""Prints a record without what books give: typed.py RECORD.json [KEY…]"""
import json
import sys

GIVEN = ["收入", "支出", "基本支出经济分类", "年初结转和结余", "年末结转和结余", "科目名称",
         "三公.预算", "三公.决算", "三公.数量", "三公.接待", "机关运行经费.行政单位",
         "政府采购.货物", "政府采购.工程", "政府采购.服务", "政府采购.授予中小企业",
         "政府采购.授予小微企业", "国有资产.车辆", "国有资产.单价50万元以上通用设备",
         "国有资产.单价100万元以上专用设备", "国有资产.单价100万元以上设备"]


def main(path, *keys):
    with open(path, encoding="utf-8") as file:
        record = json.load(file)
    for key in GIVEN + list(keys):
        node, *parts = record, *key.split(".")
        for part in parts[:-1]:
            node = node.get(part, {})
        node.pop(parts[-1], None)
    json.dump(record, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
