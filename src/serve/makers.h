/* What makes the answers, a function a route; each stands in a file of its subject. */
#ifndef SERVE_MAKERS_H
#define SERVE_MAKERS_H

#include "serve/asked.h"

void route_openapi(struct asked *asked, struct answer *answer);
void route_forms(struct asked *asked, struct answer *answer);
void route_form(struct asked *asked, struct answer *answer);
void route_workbook(struct asked *asked, struct answer *answer);
void route_render(struct asked *asked, struct answer *answer);
void route_check(struct asked *asked, struct answer *answer);
void route_preview(struct asked *asked, struct answer *answer);
void route_explain(struct asked *asked, struct answer *answer);
void route_import(struct asked *asked, struct answer *answer);
void route_audit(struct asked *asked, struct answer *answer);
void route_diff(struct asked *asked, struct answer *answer);
void route_extract(struct asked *asked, struct answer *answer);
void route_hash(struct asked *asked, struct answer *answer);
void route_verify(struct asked *asked, struct answer *answer);

/* ---- Shared by them (run.c) ---- */

/* Starts a document of the file that the parameter names; all files sent are offered to it. False
 * after making a problem: a form that there is not. */
bool asked_run(struct asked *asked, struct answer *answer, struct run *run, const char *parameter);

/* The findings as a JSON array, each with the key of the record that it concerns; source is the
 * record's, or NULL. */
void put_findings(struct buf *out, struct asked *asked, const struct diag *diag,
                  const struct source *source);

/* Refuses what was sent, with the findings. */
void answer_refused(struct answer *answer, const struct asked *asked, const struct diag *diag);

/* Makes the body JSON; the worst of what was found goes with it. */
void answer_json(struct answer *answer, const struct diag *diag);

#endif
