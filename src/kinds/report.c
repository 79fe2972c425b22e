/* 绩效自评报告: how far projects reached their aims, as a document of its own. */
#include "kinds/kind.h"

const struct kind kind_report = {
    "绩效自评报告", "document", &ledger_accounts, {check_accounts}, NULL};
