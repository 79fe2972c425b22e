/* 决算公开: what was spent in the year. */
#include "kinds/kind.h"

const struct kind kind_final = {"决算公开",       "document", &ledger_accounts,
                                {check_accounts}, NULL,       NULL};
