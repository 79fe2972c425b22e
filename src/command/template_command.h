/* The commands below `gongkai template`. Each takes the arguments from its own name on. */
#ifndef COMMAND_TEMPLATE_COMMAND_H
#define COMMAND_TEMPLATE_COMMAND_H

#include "command/command.h"
#include "press/pipeline.h"

#define PACKAGE_OPERAND                                                                            \
    {                                                                                              \
        {                                                                                          \
            "NAME", "模板"                                                                       \
        }                                                                                          \
    }

enum status template_command_list(int argc, char **argv);
enum status template_command_show(int argc, char **argv);
enum status template_command_trace(int argc, char **argv);
enum status template_command_check(int argc, char **argv);
enum status template_command_keys(int argc, char **argv);
enum status template_command_new(int argc, char **argv);

/* Prints the findings to stderr; the exit status that goes with them. */
enum status template_command_report(const struct diag *diag);

#endif
