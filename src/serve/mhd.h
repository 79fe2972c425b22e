/* libmicrohttpd, loaded when it is first needed: it brings a TLS library along, which those who
 * make a document should not wait for. */
#ifndef SERVE_MHD_H
#define SERVE_MHD_H

#include <microhttpd.h>
#include <stdbool.h>

#define MHD_FUNCTIONS(each)                                                                        \
    each(MHD_start_daemon) each(MHD_stop_daemon) each(MHD_quiesce_daemon) each(MHD_run)            \
        each(MHD_get_timeout) each(MHD_get_daemon_info) each(MHD_get_connection_info)              \
            each(MHD_get_connection_values) each(MHD_lookup_connection_value)                      \
                each(MHD_create_response_from_buffer) each(MHD_add_response_header)                \
                    each(MHD_queue_response) each(MHD_destroy_response)                            \
                        each(MHD_suspend_connection) each(MHD_resume_connection)

#define MHD_MEMBER(name) __typeof__(name) *name;
extern struct mhd {
    MHD_FUNCTIONS(MHD_MEMBER)
} mhd;

/* Loads it. NULL, or what is wrong. */
const char *mhd_load(void);

#endif
