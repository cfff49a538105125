/* status.c - how a program ends; see status.h. */
#include "status.h"

#include <stdio.h>

int status_end(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    perror("eleven: cannot write the output");
    return STATUS_FAILED;
}
