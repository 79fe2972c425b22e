#include "record/indicators.h"

const struct indicator_level indicator_levels[INDICATOR_LEVELS] = {
    {"产出指标", {"数量指标", "质量指标", "时效指标", "成本指标"}},
    {"效益指标", {"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"}},
    {"满意度指标", {"满意度指标"}},
};

const char *indicator_first(struct slice second)
{
    for (size_t i = 0; i < INDICATOR_LEVELS; i++)
        for (size_t k = 0; indicator_levels[i].second[k]; k++)
            if (slice_is(second, indicator_levels[i].second[k]))
                return indicator_levels[i].first;
    return NULL;
}
