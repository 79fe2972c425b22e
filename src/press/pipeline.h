/* The whole way from record to files. */
#ifndef PRESS_PIPELINE_H
#define PRESS_PIPELINE_H

#include "press/outputs.h"
#include "press/stages.h"

/* run_compose, with 更正说明 if asked for. */
bool run_tell(struct run *run, const struct origin *origin, const struct account *account,
              struct composition *composition);

/* As far as the outputs need. false after an error that keeps one of them from being made: then
 * there is none. */
bool run_make(struct run *run, struct outputs *outputs, struct results *made);

#endif
