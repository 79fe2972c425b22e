/* Whether a document prints something that a record has. */
#ifndef TEMPLATE_READS_H
#define TEMPLATE_READS_H

enum reads { READS_NOT, READS_IT, READS_UNKNOWN };

#endif
