/* What a file says about itself. */
#include <stdlib.h>

#include "base/decimal.h"
#include "press/stages.h"

/* Days since 1970 of a date as yyyymmdd (Gregorian). */
static int64_t days_of(int64_t date)
{
    int64_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    year -= month <= 2;
    int64_t era = year / 400, year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

static const int64_t years_end = 253402300799; /* the last second of 9999: files give four digits */

bool run_epoch(struct diag *diag)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds;
    bool sound = !epoch || !*epoch ||
                 (decimal_parse(slice_of(epoch), 0, &seconds) == DECIMAL_OK && seconds >= 0 &&
                  seconds <= years_end);
    if (!sound)
        diag_report(diag, MSG_EPOCH, (struct pos){0}, epoch);
    return sound;
}

/* The moment the file bears: SOURCE_DATE_EPOCH, or the record's 更正.日期 or 公开日期, or none. */
static int64_t date_of(const struct node *record)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds;
    if (epoch && *epoch && decimal_parse(slice_of(epoch), 0, &seconds) == DECIMAL_OK)
        return seconds;
    int64_t date = node_find(record, "更正.日期")->number;
    if (!date)
        date = node_find(record, "单位.公开日期")->number;
    return date ? days_of(date) * 86400 : 0;
}

/* A file carried must bear a date: without one of its own the day on which the accounts close,
 * since that is how far what it says goes. */
static int64_t attached_date_of(const struct node *record)
{
    int64_t date = date_of(record), year = node_find(record, "单位.年度")->number;
    return date || !year ? date : days_of(year * 10000 + 1231) * 86400;
}

struct file_info run_info(const struct node *record)
{
    return (struct file_info){.producer = "gongkai " GONGKAI_VERSION,
                              .date = date_of(record),
                              .attached_date = attached_date_of(record),
                              .edition = node_find(record, "更正.版次")->number,
                              .corrects = node_find(record, "更正.更正对象")->text};
}
